import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDriverOn } from '@main/drivers/simulated/simulated-driver'
import { SimulatedHost } from '@main/drivers/simulated/simulated-host'
import { appLog } from '../support/app-log'
import { machine, quickClock } from '../support/made-up-hosts'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30

describe('guests that start with their cell', () => {
  let world: World
  /** One that remembers its guests while the application is away, as a real one does. */
  let host: SimulatedHost
  beforeEach(async () => {
    host = new SimulatedHost({ connection: machine(7), clock: quickClock })
    const openDriver = async () => ({ ...openDriverOn(host), kind: 'made-up' })
    world = await createWorld({ openDriver, clock: quickClock })
  })
  afterEach(() => world.close())

  const create = async (name: string, more: object = {}): Promise<string> =>
    (await world.ended(await world.client.guest.create({ name, cores: 1, memory: GiB, disks: [GiB], ...more }))).subject
  const isRunning = async (id: string): Promise<boolean> => (await world.client.guest.get({ id })).running
  const log = (): Promise<string> => appLog(world.folder)
  /** The power of everything is gone, and comes back. */
  const outage = async (): Promise<void> => {
    await world.app.close()
    for (const guest of host.guests.values()) host.off(guest)
    await world.restart()
  }

  test('run again after the power was gone, and the log says so; no others do', async () => {
    const [web, db] = [await create('web', { auto_start: true }), await create('db', { start: true })]
    await outage()
    await until('the guest to run', () => isRunning(web))
    expect(await isRunning(db)).toBe(false)
    const said = await until('the log', async () => {
      const text = await log()
      return text.includes('auto start') ? text : undefined
    })
    expect(said).toMatch(/info auto start: guest web has been started with cell sim-a/)
    expect(said).not.toMatch(/auto start: guest db/)
  })

  test('run on when only the application ends', async () => {
    const web = await create('web', { auto_start: true })
    const { uptime } = await world.client.instance.get({ id: web })
    await world.restart()
    expect(await isRunning(web)).toBe(true)
    expect((await world.client.instance.get({ id: web })).uptime).toBeGreaterThanOrEqual(uptime)
  })

  test('stay off when somebody has switched them off, until somebody starts them', async () => {
    const names = ['off', 'down', 'reset', 'web'] as const
    const [off, down, reset, web] = await Promise.all(names.map((name) => create(name, { auto_start: true })))
    await world.client.instance.stop({ id: off!, force: true })
    await world.client.instance.stop({ id: down! })
    await world.client.instance.stop({ id: reset!, reboot: true, force: true })
    await until('it to shut down', async () => !(await isRunning(down!)))
    await outage()
    for (const id of [reset!, web!]) await until('the guest to run', () => isRunning(id))
    for (const id of [off!, down!]) expect(await isRunning(id)).toBe(false)
    for (const id of [off!, down!]) await world.client.instance.start({ id })
    await outage()
    for (const id of [off!, down!]) await until('the guest to run', () => isRunning(id))
  })

  test('are started once: a cell that was lost and is back starts nothing', async () => {
    const [web, last] = [await create('web', { auto_start: true }), await create('zoo', { auto_start: true })]
    await outage()
    for (const id of [web, last]) await until('the guest to run', () => isRunning(id))
    host.off(host.get({ id: web }))
    host.faults.goOffline('the cable is out')
    await until('the cell to be lost', async () => (await world.client.guest.get({ id: web })).lost)
    host.faults.goOnline()
    await until('the cell to be back', async () => !(await world.client.guest.get({ id: web })).lost)
    // Waits until the cell is there altogether; a guest that is being started then would be busy.
    await world.client.instance.stop({ id: last, reboot: true, force: true })
    expect(await isRunning(web)).toBe(false)
    await world.client.instance.start({ id: web })
  })

  test('one that cannot be started is told of, and keeps no other from it', async () => {
    const [first, second] = [await create('a', { auto_start: true }), await create('b', { auto_start: true })]
    await world.app.close()
    for (const guest of host.guests.values()) host.off(guest)
    host.faults.failNext('power', 'no memory is left')
    await world.restart()
    await until('the other to run', async () => (await isRunning(first)) || (await isRunning(second)))
    await until('the log', async () => /error auto start: guest [ab] could not be started/.test(await log()))
    expect([await isRunning(first), await isRunning(second)].filter(Boolean)).toHaveLength(1)
  })
})
