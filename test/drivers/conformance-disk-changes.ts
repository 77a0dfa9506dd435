import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { inspectImage } from '@main/drivers/qemu/inspect-image'
import type { ConformanceBench } from './conformance-bench'
import { handle, refused, task } from './conformance-parts'

const MiB = 1 << 20

/** Disks grow, are rewritten, replaced and written out; what fails leaves them as they were. */
export function diskChangesConformance(bench: ConformanceBench): void {
  describe('disks that are there', () => {
    let folder: string
    beforeEach(async ({ skip }) => {
      skip(bench.driver.snapshots === undefined, 'this driver cannot change disks yet')
      folder = await mkdtemp(join(tmpdir(), 'disks-'))
      return () => rm(folder, { recursive: true })
    })

    const { disks } = bench.facets
    const size = (): number => bench.rig.image.virtual_size
    const isThere = (path: string): Promise<boolean> =>
      access(path).then(
        () => true,
        () => false
      )

    test('grow while the guest is stopped, and while it runs', async () => {
      const spec = await bench.guestWithDisk()
      await disks().grow(spec, { index: 0, size: size() + MiB })
      expect(await disks().sizes(spec)).toEqual([size() + MiB])
      await bench.driver.power.start(spec)
      await disks().grow(spec, { index: 0, size: size() + 3 * MiB })
      expect(await disks().sizes(spec)).toEqual([size() + 3 * MiB])
      await bench.driver.power.forceOff(spec)
      expect(await disks().sizes(spec)).toEqual([size() + 3 * MiB])
    })

    test('never get smaller, and an absent one is refused', async () => {
      const spec = await bench.guestWithDisk()
      await refused(disks().grow(spec, { index: 0, size: size() - 512 }))
      await refused(disks().grow(spec, { index: 1, size: 2 * size() }))
      expect(await disks().sizes(spec)).toEqual([size()])
    })

    test('are rewritten without what they do not need, and keep their size', async () => {
      const spec = await bench.guestWithDisk()
      const reports: (number | null)[] = []
      await disks().shrink(spec, 0, task({ report: (fraction) => reports.push(fraction) }))
      expect(await disks().sizes(spec)).toEqual([size()])
      expect(reports.every((fraction) => fraction === null || (fraction >= 0 && fraction <= 1))).toBe(true)
      await refused(disks().shrink(spec, 0, task({ signal: AbortSignal.abort() })), 'cancelled')
      await bench.driver.power.start(spec)
      await refused(disks().shrink(spec, 0, task()), 'wrong_state')
    })

    test.each([true, false])('are replaced by a fresh copy of an image (linked: %s)', async (linked) => {
      const spec = await bench.guestWithDisk()
      await bench.driver.disks.create(spec, { index: 1, size: MiB }, task())
      await disks().replace(spec, { index: 0, size: size() + MiB, source: bench.source(linked) }, task())
      expect(await disks().sizes(spec)).toEqual([size() + MiB, MiB])
      await bench.driver.power.start(spec)
      expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'running' })
    })

    test('stay as they were when replacing them fails or is cancelled', async () => {
      const spec = await bench.guestWithDisk()
      const source = { ...bench.source(false), path: `${bench.rig.image.path}.absent` }
      const disk = { index: 0, size: size() + MiB }
      await refused(disks().replace(spec, { ...disk, source }, task()))
      const cancelled = task({ signal: AbortSignal.abort() })
      await refused(disks().replace(spec, { ...disk, source: bench.source(false) }, cancelled), 'cancelled')
      await refused(disks().replace(spec, { ...disk, index: 1, source: bench.source(true) }, task()))
      expect(await disks().sizes(spec)).toEqual([size()])
      await bench.driver.power.start(spec)
      await refused(disks().replace(spec, { ...disk, source: bench.source(true) }, task()), 'wrong_state')
      expect(await disks().sizes(spec)).toEqual([size()])
    })

    test('are written to a qcow2 file that stands alone, and can be cloned', async () => {
      const spec = await bench.guestWithDisk()
      const path = join(folder, 'image.qcow2')
      await disks().export(spec, 0, path, task())
      expect(await inspectImage(path)).toEqual({ format: 'qcow2', virtual_size: size() })
      const clone = await bench.guestWithDisk()
      await bench.driver.disks.create(
        clone,
        { index: 1, size: 2 * size(), source: { path, format: 'qcow2', linked: true } },
        task()
      )
      expect(await disks().sizes(clone)).toEqual([size(), 2 * size()])
    })

    test('are written nowhere when that is cancelled, the guest runs, or something is there', async () => {
      const spec = await bench.guestWithDisk()
      const path = join(folder, 'image.qcow2')
      await refused(disks().export(spec, 0, path, task({ signal: AbortSignal.abort() })), 'cancelled')
      await refused(disks().export(spec, 1, path, task()))
      await refused(disks().export(spec, 0, join(folder, 'no/such/folder'), task()))
      await refused(disks().export(handle(), 0, path, task()), 'unknown_guest')
      expect(await isThere(path)).toBe(false)
      await writeFile(path, 'precious')
      await refused(disks().export(spec, 0, path, task()))
      expect(await readFile(path, 'utf8')).toBe('precious')
      await bench.driver.power.start(spec)
      await refused(disks().export(spec, 0, join(folder, 'other.qcow2'), task()), 'wrong_state')
      expect(await isThere(join(folder, 'other.qcow2'))).toBe(false)
    })
  })
}
