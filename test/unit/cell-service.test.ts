import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { machine, MadeUpHosts, quickClock } from '../support/made-up-hosts'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30

describe('cells', () => {
  let world: World
  let hosts: MadeUpHosts
  beforeEach(async () => {
    hosts = new MadeUpHosts()
    world = await createWorld({ openDriver: hosts.openDriver, clock: quickClock })
    await world.client.storagePool.create({ pool: 'shelf', type: 'dir', target: '/srv/guests' })
    await world.client.computePool.create({ pool: 'racks', storage: 'shelf' })
    await world.client.cell.register({ name: 'm-11', connection: machine(11) })
  })
  afterEach(() => world.close())

  const create = async (more: object = {}): Promise<string> => {
    const wanted = { name: 'web', cores: 1, memory: GiB, disks: [GiB], ...more }
    return (await world.ended(await world.client.guest.create(wanted))).subject
  }
  const get = (pool: string, cell: string) => world.client.cell.get({ pool, cell })
  const unallocated = async () => (await world.client.cell.listUnallocated({})).map(({ name }) => name)
  const heard = (event: string) => world.notices.filter(({ name }) => name === event).map(({ payload }) => payload)

  test('one that is registered is in no pool, joins one with its storage attached, and leaves it again', async () => {
    expect(await unallocated()).toEqual(['m-11'])
    await world.client.cell.add({ pool: 'racks', cell: 'm-11' })
    expect(await unallocated()).toEqual([])
    expect(await get('racks', 'm-11')).toMatchObject({
      pool: 'racks',
      alive: true,
      enabled: true,
      storage: [{ name: 'shelf', attached: true }]
    })
    expect(heard('cell.changed').at(-1)).toMatchObject({ name: 'm-11', pool: 'racks' })
    expect(heard('compute_pool.changed').at(-1)).toMatchObject({ name: 'racks', cells: 1 })

    await world.client.cell.takeOut({ pool: 'racks', cell: 'm-11' })
    expect(await unallocated()).toEqual(['m-11'])
    expect(await hosts.of(11).storage?.list()).toEqual([])
    expect(heard('cell.changed').at(-1)).toMatchObject({ name: 'm-11', pool: '' })
    expect(heard('compute_pool.changed').at(-1)).toMatchObject({ name: 'racks', cells: 0 })
  })

  test.each<[string, [pool: string, cell: string], string]>([
    ['an unknown pool', ['nowhere', 'm-11'], 'POOL_NOT_FOUND'],
    ['an unknown cell', ['racks', 'nobody'], 'HOST_NOT_FOUND'],
    ['a cell of another pool', ['racks', 'sim-a'], 'CELL_ALLOCATED'],
    ['a cell of the same pool', ['default', 'sim-a'], 'CELL_ALLOCATED']
  ])('adding %s is refused', async (_what, [pool, cell], code) => {
    await expect(world.client.cell.add({ pool, cell })).rejects.toMatchObject({ code })
    expect(await unallocated()).toEqual(['m-11'])
  })

  test('one that cannot attach the storage stays out, and can be added once it can', async () => {
    hosts.of(11).faults.failNext('storage', 'no such export')
    await expect(world.client.cell.add({ pool: 'racks', cell: 'm-11' })).rejects.toMatchObject({
      code: 'DRIVER_FAILED',
      message: expect.stringContaining('no such export')
    })
    expect(await unallocated()).toEqual(['m-11'])
    expect(await hosts.of(11).storage?.list()).toEqual([])
    await world.client.cell.add({ pool: 'racks', cell: 'm-11' })
  })

  test('two at once who add the same cell: one is refused, and the storage stays attached', async () => {
    const adding = { pool: 'racks', cell: 'm-11' }
    const results = await Promise.allSettled([world.client.cell.add(adding), world.client.cell.add(adding)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(results[1]).toMatchObject({ reason: { code: 'CELL_BUSY' } })
    expect(await hosts.of(11).storage?.list()).toHaveLength(1)
  })

  test('one with guests stays in its pool, and how many is said; failed creations are none', async () => {
    hosts.of(7).faults.failNext('disks', 'the disk is broken')
    await create({ name: 'broken' })
    const id = await create()
    await expect(world.client.cell.takeOut({ pool: 'default', cell: 'sim-a' })).rejects.toMatchObject({
      code: 'CELL_HAS_GUESTS',
      message: 'Cell "sim-a" still has 1 guest(s); migrate or delete them first'
    })
    await world.client.guest.remove({ id })
    await world.client.cell.takeOut({ pool: 'default', cell: 'sim-a' })
    await expect(world.client.cell.takeOut({ pool: 'default', cell: 'sim-a' })).rejects.toMatchObject({
      code: 'CELL_NOT_FOUND'
    })
  })

  test('a guest that is still being made keeps its cell', async () => {
    const task = await world.client.guest.create({ name: 'web', cores: 1, memory: GiB, disks: [GiB] })
    await expect(world.client.cell.takeOut({ pool: 'default', cell: 'sim-a' })).rejects.toMatchObject({
      code: 'CELL_HAS_GUESTS'
    })
    await world.ended(task)
  })

  test.each<[string, object, string]>([
    ['what it is already', { enable: true }, 'CELL_UNCHANGED'],
    ['a cell of another pool', { pool: 'racks', enable: false }, 'CELL_NOT_FOUND'],
    ['a cell of an unknown pool', { pool: 'nowhere', enable: false }, 'POOL_NOT_FOUND']
  ])('a change to %s is refused', async (_what, more, code) => {
    await expect(
      world.client.cell.modify({ pool: 'default', cell: 'sim-a', enable: true, ...more })
    ).rejects.toMatchObject({ code })
  })

  test('a disabled one keeps its guests running and does not tell of its storage', async () => {
    const id = await create({ start: true })
    await world.client.cell.modify({ pool: 'default', cell: 'sim-a', enable: false })
    expect(await world.client.guest.get({ id })).toMatchObject({ running: true, lost: false })
    expect(await get('default', 'sim-a')).not.toHaveProperty('storage')
  })

  test('says where its volumes are, and takes another folder for new ones unless its pool shares storage', async () => {
    const own = { pool: 'default', cell: 'sim-a' }
    const { mode, system } = await world.client.cell.storage(own)
    expect({ mode, folders: system.length }).toEqual({ mode: 'local', folders: 1 })
    await world.client.cell.setStorage({ ...own, default: '/srv/fast' })
    expect((await world.client.cell.storage(own)).system[0]).toBe('/srv/fast')
    await expect(world.client.cell.setStorage({ ...own, default: 'fast' })).rejects.toMatchObject({
      code: 'DRIVER_FAILED'
    })

    const shared = { pool: 'racks', cell: 'm-11' }
    await world.client.cell.add(shared)
    expect(await world.client.cell.storage(shared)).toEqual({
      mode: 'dir',
      system: ['/srv/guests'],
      data: ['/srv/guests']
    })
    await expect(world.client.cell.setStorage({ ...shared, default: '/srv/fast' })).rejects.toMatchObject({
      code: 'CELL_STORAGE_SHARED'
    })
    await expect(world.client.cell.storage({ pool: 'default', cell: 'm-11' })).rejects.toMatchObject({
      code: 'CELL_NOT_FOUND'
    })
  })

  test('guests of a pool with shared storage have their volumes there', async () => {
    await world.client.cell.add({ pool: 'racks', cell: 'm-11' })
    await create({ pool: 'racks' })
    expect((await hosts.of(11).guests.list())[0]?.spec.volumes).toBe('/srv/guests')
  })

  test('a lost one says why, loses its guests, and has everything again when it is back', async () => {
    await world.client.cell.add({ pool: 'racks', cell: 'm-11' })
    const id = await create({ pool: 'racks', start: true })
    hosts.cut(11, 'the cable is out')
    await until('the cell to be lost', async () => !(await get('racks', 'm-11')).alive)
    expect(await get('racks', 'm-11')).toMatchObject({ alive: false, message: 'the cable is out' })
    expect(await get('racks', 'm-11')).not.toHaveProperty('storage')
    expect(await world.client.guest.get({ id })).toMatchObject({ lost: true })
    await expect(create({ pool: 'racks', name: 'db' })).rejects.toMatchObject({
      code: 'PLACEMENT_REFUSED',
      message: expect.stringContaining('none of its cells is online')
    })
    hosts.mend(11)
    await until('the cell to be back', async () => (await get('racks', 'm-11')).alive)
    expect(await get('racks', 'm-11')).toMatchObject({ storage: [{ name: 'shelf', attached: true }] })
    expect(await world.client.guest.get({ id })).toMatchObject({ lost: false })
  })

  test('after a restart it has its storage attached again', async () => {
    await world.client.cell.add({ pool: 'racks', cell: 'm-11' })
    await world.restart()
    expect(await get('racks', 'm-11')).toMatchObject({ storage: [{ name: 'shelf', attached: true }] })
  })

  test('one that says nothing any more is lost, and holds up nobody', async () => {
    hosts.silence(11)
    await until('the cell to be lost', async () => {
      const all = await world.client.cell.hosts({})
      return !all.find(({ name }) => name === 'm-11')?.alive && all.find(({ name }) => name === 'sim-a')?.alive
    })
    hosts.mend(11)
    await until('the cell to be back', async () => (await world.client.cell.hosts({})).every(({ alive }) => alive))
  })
})

describe('hosts', () => {
  let world: World
  let hosts: MadeUpHosts
  beforeEach(async () => {
    hosts = new MadeUpHosts()
    world = await createWorld({ openDriver: hosts.openDriver })
  })
  afterEach(() => world.close())

  test('a test says what a host is, and registers nothing', async () => {
    expect(await world.client.cell.test({ connection: machine(5) })).toMatchObject({
      cores: 16,
      memory: 64 * GiB,
      disk: 1024 * GiB,
      acceleration: { accelerator: 'simulated' }
    })
    await expect(hosts.of(5).host()).rejects.toThrow(/closed/)
    expect((await world.client.cell.hosts({})).map(({ name }) => name)).toEqual(['sim-a'])
  })

  test('one is registered, listed, still there after a restart, and forgotten', async () => {
    await world.client.cell.register({ name: 'm-5', connection: machine(5) })
    await world.restart()
    expect((await world.client.cell.hosts({})).map(({ name, pool, alive }) => ({ name, pool, alive }))).toEqual([
      { name: 'm-5', pool: '', alive: true },
      { name: 'sim-a', pool: 'default', alive: true }
    ])
    await world.client.cell.unregister({ cell: 'm-5' })
    expect((await world.client.cell.hosts({})).map(({ name }) => name)).toEqual(['sim-a'])
    await expect(hosts.of(5).host()).rejects.toThrow(/closed/)
    expect(world.notices.filter(({ name }) => name === 'cell.removed')).toEqual([
      { name: 'cell.removed', payload: { name: 'm-5' } }
    ])
  })

  test('one that cannot be opened is refused with its own words, and leaves nothing', async () => {
    await world.client.cell.test({ connection: machine(5) })
    hosts.cut(5, 'nobody is at home')
    const refused = { code: 'HOST_UNUSABLE', message: expect.stringContaining('nobody is at home') }
    await expect(world.client.cell.test({ connection: machine(5) })).rejects.toMatchObject(refused)
    await expect(world.client.cell.register({ name: 'm-5', connection: machine(5) })).rejects.toMatchObject(refused)
    expect((await world.client.cell.hosts({})).map(({ name }) => name)).toEqual(['sim-a'])
    hosts.mend(5)
    await world.client.cell.register({ name: 'm-5', connection: machine(5) })
  })

  test('a name is taken once, also by two at once', async () => {
    const register = (name: string, seed: number) => world.client.cell.register({ name, connection: machine(seed) })
    await expect(register('sim-a', 5)).rejects.toMatchObject({ code: 'CELL_NAME_TAKEN' })
    const results = await Promise.allSettled([register('m-5', 5), register('m-5', 6)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    await expect(register('m.5', 5)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('this computer is registered once: one folder of guests has one driver', async () => {
    const other = await createWorld({
      openDriver: ({ kind }, environment) => hosts.openDriver(machine(kind === 'qemu' ? 1 : 2), environment)
    })
    const register = (name: string) => other.client.cell.register({ name, connection: { kind: 'qemu' } })
    await register('local')
    const refused = { code: 'HOST_TAKEN', message: 'This computer is registered already, as cell "local"' }
    await expect(register('again')).rejects.toMatchObject(refused)
    await expect(other.client.cell.test({ connection: { kind: 'qemu' } })).rejects.toMatchObject(refused)
    await other.client.cell.unregister({ cell: 'local' })
    await register('again')
    await other.close()
  })

  test('one that is in a pool, or not there, is not forgotten', async () => {
    await expect(world.client.cell.unregister({ cell: 'sim-a' })).rejects.toMatchObject({ code: 'CELL_ALLOCATED' })
    await expect(world.client.cell.unregister({ cell: 'm-5' })).rejects.toMatchObject({ code: 'HOST_NOT_FOUND' })
  })

  test('failed creations are forgotten with the host they were to be on', async () => {
    hosts.of(7).faults.failNext('disks', 'the disk is broken')
    const wanted = { name: 'web', cores: 1, memory: GiB, disks: [GiB] }
    const { subject: id } = await world.ended(await world.client.guest.create(wanted))
    await world.client.cell.takeOut({ pool: 'default', cell: 'sim-a' })
    await world.client.cell.unregister({ cell: 'sim-a' })
    await expect(world.client.guest.get({ id })).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })
  })
})
