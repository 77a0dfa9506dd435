import { beforeEach, describe, expect, test } from 'vitest'
import type { GuestChange } from '@main/drivers/driver'
import { demoFleet } from '@main/drivers/simulated/demo-fleet'
import { openSimulatedDriver, type SimulatedDriver } from '@main/drivers/simulated/simulated-driver'
import { specOf, task } from '../drivers/conformance-parts'
import { connection, fastClock } from '../drivers/simulated-rig'
import { until } from '../support/until'

describe('a simulated host', () => {
  let driver: SimulatedDriver
  let told: GuestChange[]

  beforeEach(() => {
    driver = openSimulatedDriver({ connection, clock: fastClock })
    told = []
    driver.onChange((change) => told.push(change))
  })

  test('is given back the guests that it forgot, as they were, without a word', async () => {
    const [running, stopped] = [specOf(), specOf()]
    driver.seedGuest(running, { running: true, since: 1_700_000_000_000, disks: [512, 1024] })
    driver.seedGuest(stopped, { running: false, disks: [512] })
    expect(await driver.guests.list()).toEqual([
      { spec: running, power: 'running', reason: '', since: 1_700_000_000_000, media: '' },
      { spec: stopped, power: 'stopped', reason: '', since: 0, media: '' }
    ])
    expect(await driver.disks.sizes(running)).toEqual([512, 1024])
    expect(told).toEqual([])
  })

  test('makes up the same about a guest every time, when it is not told', async () => {
    const specs = Array.from({ length: 200 }, (_, index) => specOf({ id: `guest-${index}` }))
    const powers = async () => {
      const host = openSimulatedDriver({ connection, clock: fastClock })
      for (const spec of specs) host.seedGuest(spec, { disks: [] })
      return (await host.guests.list()).map(({ power }) => power)
    }
    const first = await powers()
    expect(await powers()).toEqual(first)
    expect(new Set(first)).toEqual(new Set(['running', 'stopped']))
  })

  test('a guest that is told to shut down goes off by itself', async () => {
    const spec = specOf()
    driver.seedGuest(spec, { running: true, disks: [] })
    await driver.power.shutdown(spec)
    await until('word of the end', () => told.length > 0)
    expect(told).toEqual([{ id: spec.id, power: 'stopped', reason: '', since: 0 }])
  })

  test('a reset guest does not go off by an older press of the button', async () => {
    const held: (() => void)[] = []
    const clock = { ...fastClock, sleep: () => new Promise<void>((resolve) => held.push(resolve)) }
    const slow = openSimulatedDriver({ connection, clock })
    const spec = specOf()
    slow.seedGuest(spec, { running: true, disks: [] })
    await slow.power.shutdown(spec)
    await slow.power.reset(spec)
    for (const release of held) release()
    expect(await slow.power.state(spec)).toMatchObject({ power: 'running' })
  })

  test('a guest switched off while it starts stays off', async () => {
    const held: (() => void)[] = []
    const clock = { ...fastClock, sleep: () => new Promise<void>((resolve) => held.push(resolve)) }
    const slow = openSimulatedDriver({ connection, clock })
    const spec = specOf()
    slow.seedGuest(spec, { running: false, disks: [] })
    const start = slow.power.start(spec)
    await until('the start to wait', () => held.length > 0)
    await expect(slow.power.start(spec)).rejects.toMatchObject({ fault: 'wrong_state' })
    await slow.power.forceOff(spec)
    for (const release of held) release()
    await expect(start).rejects.toMatchObject({ fault: 'wrong_state' })
    expect(await slow.power.state(spec)).toMatchObject({ power: 'stopped' })
  })

  test('has what its guests leave', async () => {
    const before = await driver.host()
    const spec = specOf({ cores: 8, memory: 64 * 2 ** 30 })
    driver.seedGuest(spec, { running: true, since: Date.now() - 86_400_000, disks: [2 ** 40] })
    const [after, usage] = [await driver.host(), (await driver.stats.sample([spec])).get(spec.id)!]
    expect(before.memory_available - after.memory_available).toBeCloseTo(spec.memory - usage.memory_available, -6)
    expect(before.disk_available - after.disk_available).toBe(2 ** 40 - usage.disk_available)
    expect(after.cpu_usage - before.cpu_usage).toBeCloseTo((usage.cpu_usage * 8) / connection.cores, 0)
    expect(before.read_speed).toBe(0)
    for (const speed of ['read_speed', 'write_speed', 'receive_speed', 'send_speed'] as const)
      expect(after[speed]).toBeGreaterThan(100)
    expect(before.address).toMatch(/^10\.\d+\.\d+\.\d+$/)
  })

  test('of a hundred thousand guests waits for nothing and keeps no console', async () => {
    let sleeps = 0
    const clock = { ...fastClock, sleep: async () => void sleeps++ }
    const big = openSimulatedDriver({ connection, clock })
    for (const { id, running } of demoFleet({ guests: 100_000, seed: 1 }).guests)
      big.seedGuest(specOf({ id }), { running, disks: [2 ** 30] })
    const ids = (await big.guests.list()).map(({ spec }) => spec)
    expect((await big.stats.sample(ids)).size).toBeGreaterThan(50_000)
    expect(sleeps).toBe(0)
  })

  describe('in tests', () => {
    const spec = specOf()
    beforeEach(() => driver.seedGuest(spec, { running: true, disks: [] }))

    test('the next call of a facet fails, once, and changes nothing', async () => {
      driver.faults.failNext('disks', 'The disk is full', 'disk_full')
      const disk = { index: 0, size: 512 }
      await expect(driver.disks.create(spec, disk, task())).rejects.toMatchObject({
        name: 'DriverError',
        fault: 'disk_full',
        message: 'The disk is full'
      })
      expect(await driver.disks.sizes(spec)).toEqual([])
    })

    test('a host that is offline refuses all, and its guests run on', async () => {
      driver.faults.goOffline('No route to this host')
      for (const call of [
        driver.host(),
        driver.guests.list(),
        driver.power.forceOff(spec),
        driver.stats.sample([spec])
      ])
        await expect(call).rejects.toMatchObject({ fault: 'unavailable', message: 'No route to this host' })
      driver.faults.goOnline()
      expect(await driver.power.state(spec)).toMatchObject({ power: 'running' })
    })

    test('a guest is halted, and told so with the reason', async () => {
      driver.faults.halt(spec, 'internal error')
      expect(told).toMatchObject([{ id: spec.id, power: 'failed', reason: 'internal error' }])
      expect((await driver.stats.sample([spec])).size).toBe(0)
      await driver.power.forceOff(spec)
      expect(told[1]).toEqual({ id: spec.id, power: 'stopped', reason: '', since: 0 })
    })

    test('a guest is killed, and told so', () => {
      driver.faults.kill(spec)
      expect(told).toEqual([{ id: spec.id, power: 'stopped', reason: '', since: 0 }])
    })

    test('a closed driver refuses, and tells nobody any more', async () => {
      await driver.close()
      await expect(driver.host()).rejects.toMatchObject({ fault: 'unavailable' })
      driver.faults.kill(spec)
      expect(told).toEqual([])
    })
  })
})
