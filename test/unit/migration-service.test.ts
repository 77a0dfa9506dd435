import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Task } from '@shared/contract/task'
import { machine, MadeUpHosts, quickClock } from '../support/made-up-hosts'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30

describe('migrations', () => {
  let world: World
  let hosts: MadeUpHosts
  beforeEach(async () => {
    hosts = new MadeUpHosts()
    world = await createWorld({ openDriver: hosts.openDriver, clock: quickClock })
    await world.client.storagePool.create({ pool: 'shelf', type: 'dir', target: '/srv/guests' })
    await world.client.computePool.create({ pool: 'racks', storage: 'shelf' })
    await addCell('m-11', 11)
    await addCell('m-12', 12)
  })
  afterEach(() => world.close())

  const addCell = async (cell: string, seed: number, pool = 'racks', more: object = {}): Promise<void> => {
    await world.client.cell.register({ name: cell, connection: machine(seed, more) })
    await world.client.cell.add({ pool, cell })
  }
  const create = async (name: string, more: object = {}): Promise<string> => {
    const wanted = { name, pool: 'racks', cell: 'm-11', cores: 2, memory: GiB, disks: [GiB, 2 * GiB], ...more }
    const task = await world.ended(await world.client.guest.create(wanted))
    expect(task).toMatchObject({ state: 'done' })
    return task.subject
  }
  const migrate = (more: object = {}): Promise<Task> =>
    world.client.migration.create({ source_pool: 'racks', source_cell: 'm-11', target_cell: 'm-12', ...more })
  const idsOn = async (seed: number): Promise<string[]> =>
    (await hosts.of(seed).guests.list()).map(({ spec }) => spec.id).sort()

  test('moves all guests of a cell with their disks and addresses, and tells how far it is', async () => {
    const ids = [await create('web-1'), await create('web-2'), await create('web-3')].sort()
    const before = await world.client.guest.get({ id: ids[0]! })
    const task = await migrate()
    expect(await world.client.migration.get({ id: task.subject })).toMatchObject({ finished: false, progress: 0 })
    expect(await world.client.guest.get({ id: ids[0]! })).toMatchObject({ migrating: true })
    await expect(world.client.instance.start({ id: ids[0]! })).rejects.toMatchObject({ code: /BUSY|MIGRATING/ })
    expect(await world.ended(task)).toMatchObject({ state: 'done', title: 'm-11 → m-12' })

    expect(await world.client.migration.get({ id: task.subject })).toEqual({
      id: task.subject,
      finished: true,
      progress: 100
    })
    expect(await idsOn(11)).toEqual([])
    expect(await idsOn(12)).toEqual(ids)
    expect(await hosts.of(12).disks.sizes({ id: ids[0]! })).toEqual([GiB, 2 * GiB])
    const after = await world.client.guest.get({ id: ids[0]! })
    expect(after).toMatchObject({ cell: 'm-12', migrating: false, running: false, lost: false })
    expect(after.ethernet_address).toBe(before.ethernet_address)
    expect(world.notices.filter(({ name }) => name === 'migration.changed').length).toBeGreaterThan(3)
    await world.client.instance.start({ id: ids[0]! })
  })

  test('moves the named ones only, with their snapshots; those with auto start run on the new cell', async () => {
    const [stays, goes] = [await create('stays'), await create('goes')]
    const starts = await create('starts', { auto_start: true })
    await world.client.instance.stop({ id: starts, force: true })
    await hosts.of(11).snapshots?.create({ id: goes }, { name: 'one', description: '', time: 1 }, work)
    await world.ended(await migrate({ instances: [goes, starts], target_pool: 'racks' }))
    expect(await idsOn(11)).toEqual([stays])
    expect(await idsOn(12)).toEqual([goes, starts].sort())
    expect(await hosts.of(12).snapshots?.list({ id: goes })).toMatchObject([{ name: 'one', current: true }])
    expect(await world.client.guest.get({ id: starts })).toMatchObject({ running: true, cell: 'm-12' })
    expect(await world.client.guest.get({ id: goes })).toMatchObject({ running: false })
  })

  test('counts guests as migrating, each once', async () => {
    await create('web-1')
    const task = await migrate()
    const { instances } = await world.client.status.pool({ pool: 'racks' })
    expect(instances).toEqual([0, 0, 0, 1])
    await world.ended(task)
    expect((await world.client.status.pool({ pool: 'racks' })).instances).toEqual([1, 0, 0, 0])
  })

  test.each<[string, object, string, string]>([
    ['an unknown pool', { source_pool: 'nowhere' }, 'POOL_NOT_FOUND', 'nowhere'],
    ['another pool', { target_pool: 'default' }, 'MIGRATION_REFUSED', 'stay in their compute pool'],
    ['a source of another pool', { source_cell: 'sim-a' }, 'CELL_NOT_FOUND', 'sim-a'],
    ['a target of another pool', { target_cell: 'sim-a' }, 'CELL_NOT_FOUND', 'sim-a'],
    ['an unknown target', { target_cell: 'nobody' }, 'CELL_NOT_FOUND', 'nobody'],
    ['the same cell', { target_cell: 'm-11' }, 'MIGRATION_REFUSED', 'already'],
    ['a guest that is not there', { instances: ['nobody'] }, 'GUEST_NOT_FOUND', 'nobody'],
    ['a cell without guests', { source_cell: 'm-12', target_cell: 'm-11' }, 'MIGRATION_REFUSED', 'has no guest'],
    ['no target', { target_cell: '' }, 'INPUT_INVALID', 'target_cell']
  ])('%s is refused at once, and nothing is marked', async (_what, more, code, words) => {
    const id = await create('web-1')
    await expect(migrate(more)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
    expect(await world.client.migration.list({})).toEqual([])
    expect(await world.client.guest.get({ id })).toMatchObject({ migrating: false, cell: 'm-11' })
  })

  test('a running guest, one on another cell, and a pool without shared storage are refused', async () => {
    const id = await create('web-1', { start: true })
    await expect(migrate()).rejects.toMatchObject({ code: 'GUEST_RUNNING' })
    await expect(migrate({ source_cell: 'm-12', target_cell: 'm-11', instances: [id] })).rejects.toMatchObject({
      message: expect.stringContaining('guest "web-1" is not on cell "m-12"')
    })
    await addCell('m-13', 13, 'default')
    await create('plain', { pool: 'default', cell: 'sim-a' })
    await expect(migrate({ source_pool: 'default', source_cell: 'sim-a', target_cell: 'm-13' })).rejects.toMatchObject({
      message: expect.stringContaining('"default" has no shared storage')
    })
  })

  test('a target that is disabled, offline or too small is refused', async () => {
    await create('web-1', { cores: 4 })
    await world.client.cell.modify({ pool: 'racks', cell: 'm-12', enable: false })
    await expect(migrate()).rejects.toMatchObject({ message: expect.stringContaining('cell "m-12" is disabled') })
    await addCell('tiny', 13, 'racks', { cores: 1 })
    await expect(migrate({ target_cell: 'tiny' })).rejects.toMatchObject({
      code: 'MIGRATION_REFUSED',
      message: expect.stringContaining('they need 4 cores, and it has 3 to promise')
    })
    hosts.cut(12, 'the cable is out')
    await until('the loss', async () => !(await world.client.cell.get({ pool: 'racks', cell: 'm-12' })).alive)
    await expect(migrate()).rejects.toMatchObject({ code: 'CELL_OFFLINE' })
  })

  test('a target that does not take a guest leaves it where it is', async () => {
    const id = await create('web-1')
    hosts.of(12).faults.failNext('migration', 'no such volume')
    const task = await world.ended(await migrate())
    expect(task).toMatchObject({ state: 'failed', error: expect.stringContaining('no such volume') })
    expect(await world.client.migration.get({ id: task.subject })).toMatchObject({
      finished: true,
      error: expect.stringContaining('web-1')
    })
    expect(await idsOn(11)).toEqual([id])
    expect(await idsOn(12)).toEqual([])
    expect(await world.client.guest.get({ id })).toMatchObject({ cell: 'm-11', migrating: false })
  })

  test('a source that is lost in the middle lets go once it is back; the guest is on one cell only', async () => {
    const id = await create('web-1')
    const { release } = hosts.of(11).migration
    Object.assign(hosts.of(11).migration, {
      release: (guest: { id: string }) => {
        hosts.cut(11, 'the cable is out')
        return release(guest)
      }
    })
    const task = await world.ended(await migrate())
    expect(task).toMatchObject({ state: 'failed', error: expect.stringContaining('the cable is out') })
    expect(await world.client.guest.get({ id })).toMatchObject({ cell: 'm-12', migrating: true })
    expect(await world.client.migration.get({ id: task.subject })).toMatchObject({ finished: false })
    hosts.mend(11)
    await until('the end', async () => (await world.client.migration.get({ id: task.subject })).finished)
    expect(await world.client.guest.get({ id })).toMatchObject({ cell: 'm-12', migrating: false })
    expect(await idsOn(12)).toEqual([id])
  })

  test('an unknown one is told', async () => {
    await expect(world.client.migration.get({ id: 'none' })).rejects.toMatchObject({ code: 'MIGRATION_NOT_FOUND' })
  })
})

const work = { signal: new AbortController().signal, progress: { report: () => undefined } }
