import { describe, expect, test } from 'vitest'
import { DriverError } from '@main/drivers/driver'
import type { ConformanceBench } from './conformance-bench'
import { refused, specOf } from './conformance-parts'

/** Guests start, stop and go on. */
export function powerConformance(bench: ConformanceBench): void {
  describe('power', () => {
    test('a started guest runs, since a moment ago', async () => {
      const spec = await bench.guestWithDisk()
      const before = Date.now()
      await bench.driver.power.start(spec)
      const state = await bench.driver.power.state(spec)
      expect(state).toMatchObject({ power: 'running', reason: '' })
      expect(state.since).toBeGreaterThan(before - 60_000)
      expect(await bench.found(spec.id)).toEqual({ spec, media: '', ...state })
    })

    test('a running guest is not started a second time', async () => {
      const spec = await bench.runningGuest()
      await refused(bench.driver.power.start(spec), 'wrong_state')
      expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'running' })
    })

    test('a guest that is forced off is off, and starts again', async () => {
      const spec = await bench.runningGuest()
      await bench.driver.power.forceOff(spec)
      expect(await bench.driver.power.state(spec)).toEqual({ power: 'stopped', reason: '', since: 0 })
      await bench.driver.power.start(spec)
      expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'running' })
    })

    test('a guest that is reset goes on running', async () => {
      const spec = await bench.runningGuest()
      await bench.driver.power.reset(spec)
      expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'running' })
    })

    test('a running guest is told to shut down', async () => {
      const spec = await bench.runningGuest()
      await expect(bench.driver.power.shutdown(spec)).resolves.toBeUndefined()
    })

    test.each(['shutdown', 'reboot', 'reset'] as const)('%s of a stopped guest is refused', async (order) => {
      const spec = await bench.guestWithDisk()
      await refused(bench.driver.power[order](spec), 'wrong_state')
      expect(await bench.driver.power.state(spec)).toMatchObject({ power: 'stopped' })
    })

    test('a guest without a disk starts, or is refused with a reason', async () => {
      const spec = specOf()
      await bench.driver.guests.define(spec)
      const error = await bench.driver.power.start(spec).then(
        () => undefined,
        (cause: unknown) => cause
      )
      const { power } = await bench.driver.power.state(spec)
      if (error === undefined) return expect(power).toBe('running')
      expect(error).toBeInstanceOf(DriverError)
      expect(power).toBe('stopped')
    })

    test('several guests run side by side', async () => {
      const guests = [await bench.guestWithDisk(), await bench.guestWithDisk(), await bench.guestWithDisk()]
      await Promise.all(guests.map((guest) => bench.driver.power.start(guest)))
      await bench.driver.power.forceOff(guests[1]!)
      const powers = await Promise.all(guests.map(async (guest) => (await bench.driver.power.state(guest)).power))
      expect(powers).toEqual(['running', 'stopped', 'running'])
    })
  })
}
