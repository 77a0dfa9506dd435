import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Database } from '@main/store/database'
import { BatchRepository, type BatchKind } from '@main/store/repositories/batch-repository'
import { GuestRepository } from '@main/store/repositories/guest-repository'
import { MigrationRepository, type MoveState } from '@main/store/repositories/migration-repository'
import { TaskRepository } from '@main/store/repositories/task-repository'
import { machine, MadeUpHosts, quickClock } from '../support/made-up-hosts'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30

/** What a process that was killed may leave, and what the next start makes of it. */
describe('after a crash', () => {
  let world: World
  let hosts: MadeUpHosts
  beforeEach(async () => {
    hosts = new MadeUpHosts()
    world = await createWorld({ openDriver: hosts.openDriver, clock: quickClock })
    await world.client.storagePool.create({ pool: 'shelf', type: 'dir', target: '/srv/guests' })
    await world.client.computePool.create({ pool: 'racks', storage: 'shelf' })
    for (const seed of [11, 12]) {
      await world.client.cell.register({ name: `m-${seed}`, connection: machine(seed) })
      await world.client.cell.add({ pool: 'racks', cell: `m-${seed}` })
    }
  })
  afterEach(() => world.close())

  const create = async (name: string, more: object = {}): Promise<string> => {
    const wanted = { name, pool: 'racks', cell: 'm-11', cores: 1, memory: GiB, disks: [GiB], ...more }
    return (await world.ended(await world.client.guest.create(wanted))).subject
  }
  /** Ends the application, changes its store, and leaves a task that runs. */
  const leave = async (operation: string, subject: string, change: (db: Database) => void): Promise<void> => {
    await world.app.close()
    const db = await Database.open(join(world.folder, 'store'))
    db.transaction(() => change(db))
    const texts = { message: '', error: '', start_time: '2026-01-02 03:04:05', end_time: '' }
    const task = { id: 'task-1', operation, subject, title: '', user: 'ada', revision: 0, progress: null, ...texts }
    new TaskRepository(db).save({ ...task, state: 'running' })
    await db.close()
  }
  const restart = (): Promise<void> => world.restart()
  const task = () => world.client.task.get({ id: 'task-1' })
  const exists = (id: string): Promise<boolean> =>
    world.client.guest.get({ id }).then(
      () => true,
      () => false
    )

  test('a creation that was done but for its record says done', async () => {
    const id = await create('web')
    await leave('guest.create', id, () => undefined)
    await restart()
    expect(await task()).toMatchObject({ state: 'done', message: 'The guest is created' })
  })

  test('a creation that was cut off is undone and says so; while its cell is away it says that it will be', async () => {
    const id = await create('web')
    await leave('guest.create', id, (db) => {
      const guests = new GuestRepository(db)
      const whole = guests.find(id)!
      guests.remove(id)
      guests.insert({ ...whole, created: false })
    })
    hosts.cut(11, 'the cable is out')
    await restart()
    expect(await task()).toMatchObject({
      state: 'interrupted',
      error: expect.stringContaining('once its cell answers')
    })
    hosts.mend(11)
    await until('the undoing', async () => (await task()).error.includes('What was made of the guest is removed'))
    await create('web')
  })

  test('a deletion that was begun is finished, at the latest when its cell is back', async () => {
    const id = await create('web', { start: true })
    await leave('batch.deleteGuests', 'batch-1', (db) => {
      new GuestRepository(db).markDeleting(id, true)
      leaveBatch(db, 'delete', [{ name: 'web', guest: id }])
    })
    hosts.cut(11, 'the cable is out')
    await restart()
    const item = async () => (await world.client.batch.getDelete({ id: 'batch-1' }))[0]
    expect(await item()).toMatchObject({ status: 'fail', error: expect.stringContaining('once its cell answers') })
    expect(await task()).toMatchObject({ state: 'interrupted' })
    hosts.mend(11)
    await until('the end of the guest', async () => !(await exists(id)))
    await until('the word', async () => (await item())?.status === 'deleted')
    expect(await task()).toMatchObject({ state: 'done', message: 'Every guest is done' })
    expect(world.notices.some(({ name, payload }) => name === 'guest.removed' && payload.id === id)).toBe(true)
  })

  const leaveBatch = (db: Database, kind: BatchKind, items: { name: string; guest: string }[]): void =>
    new BatchRepository(db).insert({ id: 'batch-1', kind, user: 'ada', group: '', create_time: '' }, items)

  test('every item of a creation gets a final word', async () => {
    const [whole, half] = [await create('web_0'), await create('web_1')]
    await leave('batch.createGuests', 'batch-1', (db) => {
      const guests = new GuestRepository(db)
      const record = guests.find(half)!
      guests.remove(half)
      guests.insert({ ...record, created: false })
      const names = [whole, half, 'gone', ''].map((guest, n) => ({ name: `web_${n}`, guest }))
      leaveBatch(db, 'create', names)
    })
    await restart()
    expect(await world.client.batch.getCreate({ id: 'batch-1' })).toMatchObject([
      { status: 'created', progress: 100 },
      { status: 'fail', error: expect.stringContaining('what was made of it is removed') },
      { status: 'fail', error: expect.stringContaining('nothing of it is left') },
      { status: 'fail', error: 'The application ended before it came to this guest' }
    ])
    expect(await task()).toMatchObject({
      state: 'interrupted',
      error: expect.stringContaining('3 of 4 guests are not done')
    })
  })

  test('a stop says which guests are off', async () => {
    const [off, on] = [await create('off'), await create('on', { auto_start: true })]
    await leave('batch.stopGuests', 'batch-1', (db) =>
      leaveBatch(db, 'stop', [
        { name: 'off', guest: off },
        { name: 'on', guest: on },
        { name: '', guest: 'nobody' }
      ])
    )
    await restart()
    const running = async (id: string) => (await world.client.guest.get({ id })).running
    const status = async (id: string) => ((await running(id)) ? 'fail' : 'stopped')
    expect(await world.client.batch.getStop({ id: 'batch-1' })).toMatchObject([
      { status: await status(off) },
      { status: await status(on) },
      { status: 'fail', error: 'There is no guest "nobody"' }
    ])
  })

  test.each<[MoveState, string, boolean]>([
    ['waiting', 'm-11', false],
    ['taking', 'm-11', false],
    ['releasing', 'm-12', true]
  ])('a migration that was cut off while %s leaves the guest on %s', async (state, cell, isDone) => {
    const id = await create('web')
    await leave('migration.create', 'move-1', (db) => {
      const [guests, migrations] = [new GuestRepository(db), new MigrationRepository(db)]
      const cells = { source_cell: 'm-11', target_cell: 'm-12' }
      migrations.insert({ id: 'move-1', ...cells, finished: false, progress: 0, error: '' }, [id])
      migrations.setMove({ migration: 'move-1', guest: id, state })
      guests.markMigrating(id, true)
      guests.setCell(id, { cell, volumes: '' })
    })
    await restart()
    const migration = await until('the end', async () => {
      const now = await world.client.migration.get({ id: 'move-1' })
      return now.finished ? now : undefined
    })
    expect(migration.error === undefined).toBe(isDone)
    expect(await world.client.guest.get({ id })).toMatchObject({ cell, migrating: false, error: '' })
    for (const seed of [11, 12])
      expect((await hosts.of(seed).guests.list()).map(({ spec }) => spec.id)).toEqual(cell === `m-${seed}` ? [id] : [])
    expect(await task()).toMatchObject({ state: isDone ? 'done' : 'interrupted' })
  })

  test('a fleet that was half made is gone, and can be made again', async () => {
    expect(await world.ended(await world.client.system.fillDemo({ guests: 20 }))).toMatchObject({ state: 'done' })
    await leave('system.fillDemo', '', () => undefined)
    await restart()
    expect(await task()).toMatchObject({ state: 'interrupted', error: expect.stringContaining('is removed') })
    expect((await world.client.computePool.list({})).map(({ name }) => name)).toEqual(['default', 'racks'])
    expect((await world.client.guest.page({})).total).toBe(0)
    expect(await world.client.addressPool.list({})).toEqual([])
    expect(await world.ended(await world.client.system.fillDemo({ guests: 20 }))).toMatchObject({ state: 'done' })
  })

  test('a task of a kind that is no more says that it was cut off', async () => {
    await leave('old.kind', '', () => undefined)
    await restart()
    expect(await task()).toMatchObject({ state: 'interrupted', error: 'The application ended before this was done' })
  })
})
