import { describe, expect, test } from 'vitest'
import type { ConformanceBench } from './conformance-bench'
import { handle, odd, refused, specOf, task } from './conformance-parts'

const MiB = 1 << 20

/** A host says what it is, and keeps its guests as it was told of them. */
export function guestsConformance(bench: ConformanceBench): void {
  describe('host', () => {
    test('says what it has and what is left of it', async () => {
      const facts = await bench.driver.host()
      expect(facts.cores).toBeGreaterThan(0)
      expect(facts.cpu_usage).toBeGreaterThanOrEqual(0)
      expect(facts.cpu_usage).toBeLessThanOrEqual(100)
      expect(facts.memory).toBeGreaterThan(0)
      expect(facts.memory_available).toBeGreaterThan(0)
      expect(facts.memory_available).toBeLessThanOrEqual(facts.memory)
      expect(facts.disk).toBeGreaterThan(0)
      expect(facts.disk_available).toBeGreaterThan(0)
      expect(facts.disk_available).toBeLessThanOrEqual(facts.disk)
      for (const text of [facts.address, facts.version, facts.acceleration.accelerator, facts.acceleration.cpu_model])
        expect(text).not.toBe('')
    })
  })

  describe('guests', () => {
    test('a new host has none', async () => {
      expect(await bench.driver.guests.list()).toEqual([])
    })

    test('a defined guest is listed as it was told, stopped and with an empty drive', async () => {
      const spec = specOf({
        network: { address: '192.168.40.7/24', gateway: '192.168.40.1', dns: ['192.168.40.1'], provider: 'dhcp' }
      })
      await bench.driver.guests.define(spec)
      expect(await bench.driver.guests.list()).toEqual([{ spec, power: 'stopped', reason: '', since: 0, media: '' }])
    })

    test('defining a guest a second time replaces what was known of it', async () => {
      const spec = await bench.guestWithDisk()
      const changed = { ...spec, name: 'renamed', cores: 2, memory: 64 * MiB, tags: ['new'] }
      await bench.driver.guests.define(changed)
      expect((await bench.driver.guests.list()).map(({ spec }) => spec)).toEqual([changed])
      expect(await bench.driver.disks.sizes(spec)).toEqual([bench.rig.image.virtual_size])
    })

    test('defining a running guest again leaves it running', async () => {
      const spec = await bench.runningGuest()
      await bench.driver.guests.define({ ...spec, tags: ['while-running'] })
      expect(await bench.found(spec.id)).toMatchObject({ power: 'running', spec: { tags: ['while-running'] } })
    })

    test('a removed guest is gone with its disks', async () => {
      const spec = await bench.guestWithDisk()
      await bench.driver.guests.remove(spec)
      expect(await bench.driver.guests.list()).toEqual([])
      await bench.driver.guests.define(spec)
      expect(await bench.driver.disks.sizes(spec)).toEqual([])
    })

    test('removing a guest leaves the others alone', async () => {
      const [first, second] = [await bench.guestWithDisk(), await bench.runningGuest()]
      await bench.driver.guests.remove(first)
      expect((await bench.driver.guests.list()).map(({ spec }) => spec.id)).toEqual([second.id])
      expect(await bench.driver.power.state(second)).toMatchObject({ power: 'running' })
    })

    test('removing an unknown guest is no error', async () => {
      await expect(bench.driver.guests.remove(handle())).resolves.toBeUndefined()
    })

    test('a running guest is not removed', async () => {
      const spec = await bench.runningGuest()
      await refused(bench.driver.guests.remove(spec), 'wrong_state')
      expect(await bench.found(spec.id)).toMatchObject({ power: 'running' })
    })

    test.each(Object.entries(odd))('a guest whose name has %s keeps it, and starts', async (_what, text) => {
      const spec = await bench.runningGuest({ name: text, owner: text, group: text, pool: text, tags: [text] })
      expect(await bench.found(spec.id)).toMatchObject({ power: 'running', spec })
    })

    test('an unknown guest is named as unknown by every order', async () => {
      const nobody = handle()
      const orders: Record<string, () => Promise<unknown>> = {
        state: () => bench.driver.power.state(nobody),
        start: () => bench.driver.power.start(nobody),
        shutdown: () => bench.driver.power.shutdown(nobody),
        reboot: () => bench.driver.power.reboot(nobody),
        reset: () => bench.driver.power.reset(nobody),
        forceOff: () => bench.driver.power.forceOff(nobody),
        createDisk: () => bench.driver.disks.create(nobody, { index: 0, size: MiB }, task()),
        removeDisk: () => bench.driver.disks.remove(nobody, 0),
        sizes: () => bench.driver.disks.sizes(nobody),
        insert: () => bench.driver.media.insert(nobody, bench.rig.iso),
        eject: () => bench.driver.media.eject(nobody),
        screen: () => bench.driver.screen.open(nobody)
      }
      for (const [order, give] of Object.entries(orders)) await refused(give(), 'unknown_guest', order)
      expect(await bench.driver.guests.list()).toEqual([])
    })
  })
}
