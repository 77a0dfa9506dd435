import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { machine, MadeUpHosts } from '../support/made-up-hosts'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30

describe('compute pools', () => {
  let world: World
  let hosts: MadeUpHosts
  beforeEach(async () => {
    hosts = new MadeUpHosts()
    world = await createWorld({ openDriver: hosts.openDriver })
    await world.client.storagePool.create({ pool: 'shelf', type: 'dir', target: '/srv/guests' })
    await world.client.addressPool.create({ pool: 'net', gateway: '172.16.3.254', dns: ['8.8.8.8'] })
  })
  afterEach(() => world.close())

  const register = async (...seeds: number[]): Promise<string[]> => {
    for (const seed of seeds) await world.client.cell.register({ name: `m-${seed}`, connection: machine(seed) })
    return seeds.map((seed) => `m-${seed}`)
  }
  const named = (name: string) => world.notices.filter((notice) => notice.name === name).map(({ payload }) => payload)

  test('a new one is enabled and empty, is listed by name, and every window hears of it', async () => {
    await world.client.computePool.create({ pool: 'alpha' })
    const alpha = {
      name: 'alpha',
      enabled: true,
      cells: 0,
      network: '',
      network_mode: 'plain',
      storage: '',
      failover: false
    }
    expect(await world.client.computePool.get({ pool: 'alpha' })).toEqual(alpha)
    expect((await world.client.computePool.list({})).map(({ name }) => name)).toEqual(['alpha', 'default'])
    expect(named('compute_pool.changed')).toEqual([alpha])
  })

  test('one is made with its cells, storage, network, network mode and fail-over', async () => {
    const cells = await register(11, 12)
    const settings = { network: 'net', network_mode: 'share', storage: 'shelf', failover: true } as const
    await world.client.computePool.create({ pool: 'racks', cells, ...settings })
    expect(await world.client.computePool.get({ pool: 'racks' })).toMatchObject({ cells: 2, ...settings })
    const cell = await world.client.cell.get({ pool: 'racks', cell: 'm-11' })
    expect(cell).toMatchObject({ pool: 'racks', storage: [{ name: 'shelf', attached: true }] })
  })

  test.each<[string, object, string]>([
    ['a name that is taken', { pool: 'default' }, 'POOL_NAME_TAKEN'],
    ['a name with a dot', { pool: 'a.b' }, 'INPUT_INVALID'],
    ['an unknown storage pool', { storage: 'nowhere' }, 'STORAGE_POOL_NOT_FOUND'],
    ['an unknown address pool', { network: 'nowhere' }, 'ADDRESS_POOL_NOT_FOUND'],
    ['fail-over without shared storage', { failover: true }, 'POOL_NEEDS_STORAGE'],
    ['an unknown cell', { cells: ['m-11', 'nobody'] }, 'HOST_NOT_FOUND'],
    ['a cell of another pool', { cells: ['m-11', 'sim-a'] }, 'CELL_ALLOCATED']
  ])('%s is refused, and no part of it is done', async (_what, more, code) => {
    await register(11)
    await expect(world.client.computePool.create({ pool: 'racks', ...more })).rejects.toMatchObject({ code })
    expect((await world.client.computePool.list({})).map(({ name }) => name)).toEqual(['default'])
    expect((await world.client.cell.listUnallocated({})).map(({ name }) => name)).toEqual(['m-11'])
  })

  test('one cell that cannot use the storage leaves all of them out, with nothing attached', async () => {
    const cells = await register(11, 12)
    hosts.of(12).faults.failNext('storage', 'no such export')
    await expect(world.client.computePool.create({ pool: 'racks', cells, storage: 'shelf' })).rejects.toMatchObject({
      code: 'DRIVER_FAILED',
      message: expect.stringContaining('m-12')
    })
    await expect(world.client.computePool.get({ pool: 'racks' })).rejects.toMatchObject({ code: 'POOL_NOT_FOUND' })
    expect((await world.client.cell.listUnallocated({})).map(({ name }) => name)).toEqual(cells)
    expect(await hosts.of(11).storage?.list()).toEqual([])
  })

  test('a change keeps what it does not name, and an empty text takes away', async () => {
    await world.client.computePool.create({ pool: 'racks', storage: 'shelf', network: 'net', failover: true })
    const change = async (wanted: object) => {
      await world.client.computePool.modify({ pool: 'racks', ...wanted })
      return world.client.computePool.get({ pool: 'racks' })
    }
    expect(await change({ network: '' })).toMatchObject({ network: '', storage: 'shelf', failover: true })
    expect(await change({ failover: false, storage: '' })).toMatchObject({ storage: '', failover: false })
    expect(await change({ enable: false })).toMatchObject({ enabled: false })
    expect(await change({ network_mode: 'mono' })).toMatchObject({ network_mode: 'mono', enabled: false })
    expect(named('compute_pool.changed').at(-1)).toMatchObject({ name: 'racks', network_mode: 'mono' })
  })

  test.each<[string, string, object, string]>([
    ['a pool that is not there', 'nowhere', { enable: false }, 'POOL_NOT_FOUND'],
    ['what it is already', 'racks', { enable: true, storage: 'shelf' }, 'POOL_UNCHANGED'],
    ['nothing at all', 'racks', {}, 'POOL_UNCHANGED'],
    ['an unknown storage pool', 'racks', { storage: 'nowhere' }, 'STORAGE_POOL_NOT_FOUND'],
    ['an unknown address pool', 'racks', { network: 'nowhere' }, 'ADDRESS_POOL_NOT_FOUND'],
    ['no storage while fail-over is on', 'racks', { storage: '' }, 'POOL_NEEDS_STORAGE'],
    ['fail-over without storage', 'default', { failover: true }, 'POOL_NEEDS_STORAGE'],
    ['another storage while it has cells', 'default', { storage: 'shelf' }, 'POOL_HAS_CELLS']
  ])('a change to %s is refused', async (_what, pool, wanted, code) => {
    await world.client.computePool.create({ pool: 'racks', storage: 'shelf', failover: true })
    const before = await world.client.computePool.list({})
    await expect(world.client.computePool.modify({ pool, ...wanted })).rejects.toMatchObject({ code })
    expect(await world.client.computePool.list({})).toEqual(before)
  })

  test('its network stays while its guests have addresses of it, and how many is said', async () => {
    const range = { pool: 'net', type: 'internal', start: '172.16.3.1', end: '172.16.3.9' } as const
    await world.client.addressPool.addRange({ ...range, netmask: '255.255.255.0' })
    await world.client.computePool.modify({ pool: 'default', network: 'net' })
    const wanted = { name: 'web', cores: 1, memory: GiB, disks: [GiB] }
    const { subject: id } = await world.ended(await world.client.guest.create(wanted))
    await expect(world.client.computePool.modify({ pool: 'default', network: '' })).rejects.toMatchObject({
      code: 'POOL_HAS_LEASES',
      message: '1 guest(s) of compute pool "default" have addresses of "net"; delete them first'
    })
    await world.client.guest.remove({ id })
    await world.client.computePool.modify({ pool: 'default', network: '' })
  })

  test('a disabled one takes no new guest', async () => {
    await world.client.computePool.modify({ pool: 'default', enable: false })
    const wanted = { name: 'web', cores: 1, memory: GiB, disks: [GiB] }
    await expect(world.client.guest.create(wanted)).rejects.toMatchObject({ code: 'POOL_DISABLED' })
  })

  test('only an empty one is deleted, and its failed creations are forgotten with it', async () => {
    await expect(world.client.computePool.remove({ pool: 'nowhere' })).rejects.toMatchObject({ code: 'POOL_NOT_FOUND' })
    await expect(world.client.computePool.remove({ pool: 'default' })).rejects.toMatchObject({
      code: 'POOL_HAS_CELLS',
      message: expect.stringContaining('1 cell')
    })
    hosts.of(7).faults.failNext('disks', 'the disk is broken')
    const wanted = { name: 'web', cores: 1, memory: GiB, disks: [GiB] }
    const { subject: id } = await world.ended(await world.client.guest.create(wanted))
    await expect(world.client.guest.get({ id })).rejects.toMatchObject({ code: 'GUEST_FAILED' })
    await world.client.cell.takeOut({ pool: 'default', cell: 'sim-a' })
    await world.client.computePool.remove({ pool: 'default' })
    expect(await world.client.computePool.list({})).toEqual([])
    expect(named('compute_pool.removed')).toEqual([{ name: 'default' }])
    await expect(world.client.guest.get({ id })).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })
    expect(named('guest.removed')).toEqual([{ id }])
  })
})
