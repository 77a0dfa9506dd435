import { describe, expect, test } from 'vitest'
import type { ConformanceBench } from './conformance-bench'
import { refused, specOf, task } from './conformance-parts'

const MiB = 1 << 20

/** Disks are made, cloned and removed; what fails leaves nothing. */
export function disksConformance(bench: ConformanceBench): void {
  describe('disks', () => {
    test('are made empty, of the size asked for', async () => {
      const spec = specOf()
      await bench.driver.guests.define(spec)
      await bench.driver.disks.create(spec, { index: 0, size: 3 * MiB }, task())
      await bench.driver.disks.create(spec, { index: 1, size: 512 * 5 }, task())
      expect(await bench.driver.disks.sizes(spec)).toEqual([3 * MiB, 512 * 5])
    })

    test.each([true, false])(
      'are cloned from an image and grown to the size asked for (linked: %s)',
      async (linked) => {
        const spec = specOf()
        await bench.driver.guests.define(spec)
        const size = bench.rig.image.virtual_size + 8 * MiB
        await bench.driver.disks.create(spec, { index: 0, size, source: bench.source(linked) }, task())
        expect(await bench.driver.disks.sizes(spec)).toEqual([size])
        await bench.driver.power.start(spec)
        expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'running' })
      }
    )

    test('a full clone tells how far it is, and never goes back', async () => {
      const spec = specOf()
      await bench.driver.guests.define(spec)
      const reports: (number | null)[] = []
      const disk = { index: 0, size: bench.rig.image.virtual_size, source: bench.source(false) }
      await bench.driver.disks.create(spec, disk, task({ report: (fraction) => reports.push(fraction) }))
      const fractions = reports.filter((fraction) => fraction !== null)
      expect(reports.length).toBeGreaterThan(0)
      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
      expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true)
    })

    test('a cancelled clone leaves nothing behind', async () => {
      const spec = specOf()
      await bench.driver.guests.define(spec)
      const disk = { index: 0, size: bench.rig.image.virtual_size, source: bench.source(false) }
      await refused(bench.driver.disks.create(spec, disk, task({ signal: AbortSignal.abort() })), 'cancelled')
      expect(await bench.driver.disks.sizes(spec)).toEqual([])
      await bench.driver.disks.create(spec, disk, task())
      expect(await bench.driver.disks.sizes(spec)).toEqual([bench.rig.image.virtual_size])
    })

    test('a clone cancelled half way is whole or absent', async () => {
      const spec = specOf()
      await bench.driver.guests.define(spec)
      const controller = new AbortController()
      const disk = { index: 0, size: bench.rig.image.virtual_size, source: bench.source(false) }
      const made = await bench.driver.disks
        .create(spec, disk, task({ signal: controller.signal, report: () => controller.abort() }))
        .then(
          () => true,
          () => false
        )
      expect(await bench.driver.disks.sizes(spec)).toEqual(made ? [bench.rig.image.virtual_size] : [])
    })

    test.each([true, false])('a disk smaller than its image is refused (linked: %s)', async (linked) => {
      const spec = specOf()
      await bench.driver.guests.define(spec)
      const disk = { index: 0, size: bench.rig.image.virtual_size - 512, source: bench.source(linked) }
      await refused(bench.driver.disks.create(spec, disk, task()))
      expect(await bench.driver.disks.sizes(spec)).toEqual([])
    })

    test.each([true, false])('an image that is not there is named (linked: %s)', async (linked) => {
      const spec = specOf()
      await bench.driver.guests.define(spec)
      const disk = { index: 0, size: MiB, source: { ...bench.source(linked), path: `${bench.rig.image.path}.absent` } }
      const error = await refused(bench.driver.disks.create(spec, disk, task()))
      expect(error.message).toContain(`${bench.rig.image.path}.absent`)
      expect(await bench.driver.disks.sizes(spec)).toEqual([])
    })

    test('a disk that is there is not overwritten', async () => {
      const spec = await bench.guestWithDisk()
      await refused(bench.driver.disks.create(spec, { index: 0, size: 64 * MiB }, task()))
      expect(await bench.driver.disks.sizes(spec)).toEqual([bench.rig.image.virtual_size])
    })

    test('are removed from a stopped guest, and an absent one is no error', async () => {
      const spec = await bench.guestWithDisk()
      await bench.driver.disks.create(spec, { index: 1, size: MiB }, task())
      await bench.driver.disks.remove(spec, 1)
      expect(await bench.driver.disks.sizes(spec)).toEqual([bench.rig.image.virtual_size])
      await expect(bench.driver.disks.remove(spec, 1)).resolves.toBeUndefined()
    })

    test('are not removed from a running guest', async () => {
      const spec = await bench.runningGuest()
      await refused(bench.driver.disks.remove(spec, 0), 'wrong_state')
      expect(await bench.driver.disks.sizes(spec)).toEqual([bench.rig.image.virtual_size])
    })
  })
}
