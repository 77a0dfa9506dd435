import { describe, expect, test } from 'vitest'
import type { GuestChange } from '@main/drivers/driver'
import { until } from '../support/until'
import type { ConformanceBench } from './conformance-bench'
import { odd } from './conformance-parts'

/** A driver tells of changes, and finds its guests again. */
export function changesConformance(bench: ConformanceBench): void {
  describe('onChange', () => {
    test('tells every listener that a guest started and stopped', async () => {
      const spec = await bench.guestWithDisk()
      const told: GuestChange[] = []
      const toldToo: GuestChange[] = []
      bench.driver.onChange((change) => told.push(change))
      bench.driver.onChange((change) => toldToo.push(change))
      await bench.driver.power.start(spec)
      const started = await until('word of the start', () => told.find(({ power }) => power === 'running'))
      expect(started).toMatchObject({ id: spec.id, reason: '' })
      expect(started.since).toBeGreaterThan(0)
      await bench.driver.power.forceOff(spec)
      const stopped = await until('word of the stop', () => told.find(({ power }) => power === 'stopped'))
      expect(stopped).toEqual({ id: spec.id, power: 'stopped', reason: '', since: 0 })
      expect(toldToo).toEqual(told)
    })

    test('tells a listener nothing after it has let go', async () => {
      const spec = await bench.guestWithDisk()
      const told: GuestChange[] = []
      const toldToo: GuestChange[] = []
      const letGo = bench.driver.onChange((change) => told.push(change))
      bench.driver.onChange((change) => toldToo.push(change))
      letGo()
      await bench.driver.power.start(spec)
      await until('word of the start at the other listener', () => toldToo.length > 0)
      expect(told).toEqual([])
    })
  })

  describe('closed and opened again', () => {
    test('it finds its guests as they are: running or not, with their names, media and disks', async () => {
      const running = await bench.runningGuest({ name: odd['commas, quotes and slashes'] })
      const stopped = await bench.guestWithDisk()
      await bench.driver.media.insert(running, bench.rig.iso)
      const before = await bench.driver.guests.list()
      await bench.reopen()
      const byId = (guests: typeof before) => new Map(guests.map((guest) => [guest.spec.id, guest]))
      expect(byId(await bench.driver.guests.list())).toEqual(byId(before))
      expect(await bench.found(running.id)).toMatchObject({ power: 'running', media: bench.rig.iso })
      expect(await bench.driver.disks.sizes(stopped)).toEqual([bench.rig.image.virtual_size])
    })

    test('it orders and tells of a guest that was running before', async () => {
      const spec = await bench.runningGuest()
      await bench.reopen()
      const told: GuestChange[] = []
      bench.driver.onChange((change) => told.push(change))
      expect((await bench.driver.stats.sample([spec])).has(spec.id)).toBe(true)
      await bench.driver.power.forceOff(spec)
      await until('word of the stop', () => told.find(({ id, power }) => id === spec.id && power === 'stopped'))
    })
  })
}
