import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Database } from '@main/store/database'
import { GuestRepository } from '@main/store/repositories/guest-repository'
import { TaskRepository } from '@main/store/repositories/task-repository'
import { openApp } from '@main/app'
import { createWorld, type World } from '../support/world'

describe('after a crash', () => {
  let world: World
  beforeEach(async () => void (world = await createWorld()))
  afterEach(() => world.close())

  /** What a process that was killed in the middle of a creation leaves in the store. */
  async function leaveUnfinished(id: string): Promise<void> {
    const db = await Database.open(join(world.folder, 'store'))
    const guests = new GuestRepository(db)
    const [whole] = guests.page({}, 1, 0)
    db.transaction(() => guests.insert({ ...whole!, id, name: 'half', created: false }))
    new TaskRepository(db).save({
      id: 'task-1',
      operation: 'guest.create',
      subject: id,
      title: 'half',
      user: 'ada',
      state: 'running',
      progress: null,
      message: '',
      error: '',
      start_time: '2026-01-02 03:04:05',
      end_time: '',
      revision: 0
    })
    await db.close()
  }

  test('a half-made guest is undone and says why; its task says interrupted; the name is free again', async () => {
    const wanted = { name: 'whole', cores: 1, memory: 1 << 30, disks: [1 << 30] }
    await world.ended(await world.client.guest.create(wanted))
    await world.app.close()
    await leaveUnfinished('11111111-1111-4111-8111-111111111111')
    const app = await openApp({ dataFolder: world.folder, version: '0.0.0', resources: 'resources' })
    const ask = (name: string, input: object): Promise<unknown> => app.dispatcher.dispatch(name, input, world.admin)

    await expect(ask('guest.get', { id: '11111111-1111-4111-8111-111111111111' })).rejects.toMatchObject({
      code: 'GUEST_FAILED',
      message: expect.stringContaining('the application ended while it was being created')
    })
    expect(await ask('task.get', { id: 'task-1' })).toMatchObject({ state: 'interrupted' })
    expect(await ask('guest.create', { ...wanted, name: 'half' })).toMatchObject({ state: 'running' })
    await ask('guest.remove', { id: '11111111-1111-4111-8111-111111111111' })
    await app.close()
    await world.restart()
  })

  test('a fleet of a thousand guests is there again, with its load and its consoles', async () => {
    const task = await world.client.system.fillDemo({ guests: 1000 })
    expect(await world.ended(task)).toMatchObject({ state: 'done' })
    await expect(world.client.system.fillDemo({ guests: 10 })).rejects.toMatchObject({ code: 'DEMO_PRESENT' })
    await expect(world.client.addressPool.list({})).resolves.toMatchObject([{ name: 'demo', allocated: 1000 }])
    await world.restart()
    const { total, result } = await world.client.guest.page({ limit: 500 })
    expect(total).toBe(1000)
    const running = result.filter((guest) => guest.running)
    expect(running.length).toBeGreaterThan(200)
    expect(result.every(({ lost }) => !lost)).toBe(true)
    const { allocated } = await world.client.addressPool.get({ pool: 'demo' })
    const leased = new Map(allocated.map(({ address, instance }) => [instance, `${address}/8`]))
    expect(result.every(({ id, internal }) => internal.allocated_address === leased.get(id))).toBe(true)
    const { subject } = await world.ended(
      await world.client.guest.create({
        name: 'more',
        pool: result[0]!.pool,
        cores: 1,
        memory: 2 ** 30,
        disks: [2 ** 30]
      })
    )
    expect((await world.client.guest.get({ id: subject })).internal.allocated_address).toMatch(/^10\.\d+\.\d+\.\d+\/8$/)
    const samples = await world.client.instance.sample({ ids: running.slice(0, 20).map(({ id }) => id) })
    expect(samples.filter(({ cpu_usage }) => cpu_usage > 0)).toHaveLength(20)
    expect(await world.client.monitorChannel.create({ guest: running[0]!.id })).toMatchObject({ protocol: 'vnc' })
  })
})
