import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { machine, MadeUpHosts, quickClock } from '../support/made-up-hosts'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30
const nothing = {
  cpu_usage: 0,
  max_cpu: 0,
  available_memory: 0,
  max_memory: 0,
  available_disk: 0,
  max_disk: 0,
  read_speed: 0,
  write_speed: 0,
  receive_speed: 0,
  send_speed: 0
}

describe('status', () => {
  let world: World
  let hosts: MadeUpHosts
  beforeEach(async () => {
    hosts = new MadeUpHosts()
    world = await createWorld({ openDriver: hosts.openDriver, clock: quickClock })
    for (const seed of [12, 11]) await world.client.cell.register({ name: `m-${seed}`, connection: machine(seed) })
    await world.client.computePool.create({ pool: 'racks', cells: ['m-11', 'm-12'] })
  })
  afterEach(() => world.close())

  const create = async (name: string, more: object = {}): Promise<string> => {
    const wanted = { name, pool: 'racks', cores: 1, memory: GiB, disks: [GiB], ...more }
    return (await world.ended(await world.client.guest.create(wanted))).subject
  }
  const zone = () => world.client.status.zone({})
  const pool = (name = 'racks') => world.client.status.pool({ pool: name })
  const cell = (name: string) => world.client.status.cell({ pool: 'racks', cell: name })

  test('the zone is the sum of its pools, and a pool the sum of its cells', async () => {
    await create('web', { start: true })
    await create('db')
    const [whole, racks, rest] = [await zone(), await pool(), await pool('default')]
    expect(whole).toMatchObject({ name: 'default', pools: [0, 2], cells: [0, 3], instances: [1, 1, 0, 0], max_cpu: 64 })
    expect(whole.start_time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    expect(racks).toMatchObject({ name: 'racks', enabled: true, cells: [0, 2], instances: [1, 1, 0, 0], max_cpu: 32 })
    for (const key of ['max_memory', 'available_memory', 'max_disk', 'available_disk'] as const)
      expect(whole[key]).toBe(racks[key] + rest[key])
    const cells = await world.client.status.cells({ pool: 'racks' })
    expect(cells.map(({ name }) => name)).toEqual(['m-11', 'm-12'])
    expect(racks.max_memory).toBe(128 * GiB)
    // Weighted by cores, which are equal here.
    expect(racks.cpu_usage).toBeCloseTo((cells[0]!.cpu_usage + cells[1]!.cpu_usage) / 2, 1)
    expect(racks.cpu_usage).toBe(Math.round(racks.cpu_usage * 100) / 100)
  })

  test('the load of a pool counts by cores', async () => {
    await world.client.cell.register({ name: 'big', connection: machine(20, { cores: 128 }) })
    await world.client.cell.add({ pool: 'racks', cell: 'big' })
    const cells = await world.client.status.cells({ pool: 'racks' })
    const busy = cells.reduce((sum, { cpu_usage, max_cpu }) => sum + cpu_usage * max_cpu, 0)
    expect((await pool()).cpu_usage).toBeCloseTo(busy / 160, 1)
  })

  test('a cell in no pool counts nowhere, and no cell gives zeros', async () => {
    for (const name of ['m-11', 'm-12']) await world.client.cell.takeOut({ pool: 'racks', cell: name })
    expect(await pool()).toEqual({ name: 'racks', enabled: true, cells: [0, 0], instances: [0, 0, 0, 0], ...nothing })
    expect(await zone()).toMatchObject({ cells: [0, 1], max_cpu: 32 })
  })

  test('a cell that is lost counts as offline, adds nothing, and its guests are lost', async () => {
    const other = await create('web', { cell: 'm-11', start: true })
    await create('db', { cell: 'm-12', start: true })
    hosts.cut(11, 'the cable is out')
    await until('the cell to be lost', async () => !(await cell('m-11')).alive)
    expect(await cell('m-11')).toMatchObject({ alive: false, address: '', instances: [0, 0, 1, 0], ...nothing })
    expect(await pool()).toMatchObject({ cells: [1, 1], instances: [0, 1, 1, 0], max_cpu: 16, max_memory: 64 * GiB })
    expect(await zone()).toMatchObject({ cells: [1, 2], instances: [0, 1, 1, 0], max_cpu: 48 })
    hosts.mend(11)
    await until('the cell to be back', async () => (await cell('m-11')).alive)
    expect((await world.client.guest.get({ id: other })).lost).toBe(false)
    expect(await pool()).toMatchObject({ cells: [0, 2], max_cpu: 32 })
  })

  test('guests being made count as stopped, failed creations not at all, and every change counts at once', async () => {
    const counts = async () => (await pool()).instances
    const task = await world.client.guest.create({ name: 'web', pool: 'racks', cores: 1, memory: GiB, disks: [GiB] })
    expect(await counts()).toEqual([1, 0, 0, 0])
    const { subject: id } = await world.ended(task)
    await world.client.instance.start({ id })
    expect(await counts()).toEqual([0, 1, 0, 0])
    await world.client.instance.stop({ id, force: true })
    expect(await counts()).toEqual([1, 0, 0, 0])
    await world.client.guest.remove({ id })
    expect(await counts()).toEqual([0, 0, 0, 0])
    hosts.of(11).faults.failNext('disks', 'the disk is broken')
    await create('broken', { cell: 'm-11' })
    expect(await counts()).toEqual([0, 0, 0, 0])
    expect(await world.client.status.instances({ pool: 'racks' })).toEqual([])
  })

  test('the figures are the same after a restart', async () => {
    await create('web', { cell: 'm-11' })
    await create('db', { cell: 'm-12' })
    await world.client.computePool.modify({ pool: 'default', enable: false })
    await world.restart()
    const { instances, cells, pools } = await zone()
    expect(instances.reduce((sum, count) => sum + count)).toBe(2)
    expect({ cells, pools }).toEqual({ cells: [0, 3], pools: [1, 1] })
  })

  test('the demo fleet is counted whole', async () => {
    await world.ended(await world.client.system.fillDemo({ guests: 300 }))
    const { instances, pools } = await zone()
    const all = await world.client.status.pools({})
    expect(instances.reduce((sum, count) => sum + count)).toBe(300)
    expect(pools).toEqual([0, all.length])
    const names = all.map(({ name }) => name)
    expect(names).toEqual(names.toSorted())
    const { total } = await world.client.guest.page({ pool: names[0]! })
    expect(all[0]!.instances.reduce((sum, count) => sum + count)).toBe(total)
  })

  test('facts are fresh without anybody asking the cell', async () => {
    const before = (await cell('m-11')).available_memory
    await create('web', { cell: 'm-11', memory: 8 * GiB, start: true })
    await until('less memory', async () => (await cell('m-11')).available_memory < before)
  })

  test('instances are listed by name with those being made, of a pool or of one cell, without secrets', async () => {
    await create('web', { cell: 'm-11' })
    await create('app', { cell: 'm-12' })
    const task = await world.client.guest.create({ name: 'late', pool: 'racks', cores: 1, memory: GiB, disks: [GiB] })
    const all = await world.client.status.instances({ pool: 'racks' })
    expect(all.map(({ name, created }) => [name, created])).toEqual([
      ['app', true],
      ['late', false],
      ['web', true]
    ])
    expect(all[0]).not.toHaveProperty('monitor_secret')
    await world.ended(task)
    const some = await world.client.status.instancesOfCell({ pool: 'racks', cell: 'm-12' })
    expect(some.map(({ name }) => name)).toContain('app')
    expect(some.map(({ name }) => name)).not.toContain('web')
  })

  test.each([
    ['pool', { pool: 'nowhere' }, 'POOL_NOT_FOUND'],
    ['cells', { pool: 'nowhere' }, 'POOL_NOT_FOUND'],
    ['cell', { pool: 'nowhere', cell: 'm-11' }, 'POOL_NOT_FOUND'],
    ['cell', { pool: 'racks', cell: 'sim-a' }, 'CELL_NOT_FOUND'],
    ['instances', { pool: 'nowhere' }, 'POOL_NOT_FOUND'],
    ['instancesOfCell', { pool: 'racks', cell: 'sim-a' }, 'CELL_NOT_FOUND'],
    ['instancesOfCell', { pool: 'nowhere', cell: 'm-11' }, 'POOL_NOT_FOUND']
  ] as const)('%s of what is not there is refused (%o)', async (operation, input, code) => {
    await expect(world.client.status[operation](input as never)).rejects.toMatchObject({ code })
  })
})
