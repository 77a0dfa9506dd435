import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type World } from '../support/world'

describe('storage pools', () => {
  let world: World
  beforeEach(async () => void (world = await createWorld()))
  afterEach(() => world.close())

  const shelf = { type: 'nfs', host: '192.168.1.9', target: '/srv/nano' } as const

  test('are made, listed by name, changed in part and deleted, and every window hears of it', async () => {
    await world.client.storagePool.create({ pool: 'shelf', ...shelf })
    await world.client.storagePool.create({ pool: 'disk', type: 'dir', target: '/srv/guests' })
    expect(await world.client.storagePool.list({})).toEqual([
      { name: 'disk', type: 'dir', host: '', target: '/srv/guests' },
      { name: 'shelf', ...shelf }
    ])
    await world.client.storagePool.modify({ pool: 'shelf', target: '/srv/other' })
    expect(await world.client.storagePool.get({ pool: 'shelf' })).toEqual({
      name: 'shelf',
      ...shelf,
      target: '/srv/other'
    })
    await world.client.storagePool.remove({ pool: 'shelf' })
    await expect(world.client.storagePool.get({ pool: 'shelf' })).rejects.toMatchObject({
      code: 'STORAGE_POOL_NOT_FOUND'
    })
    expect(world.notices.map(({ name }) => name).filter((name) => name.startsWith('storage_pool'))).toEqual([
      'storage_pool.changed',
      'storage_pool.changed',
      'storage_pool.changed',
      'storage_pool.removed'
    ])
  })

  test.each<[string, object, string]>([
    ['a name that is taken', { pool: 'shelf' }, 'STORAGE_POOL_NAME_TAKEN'],
    ['NFS without a host', { host: '' }, 'STORAGE_POOL_INVALID'],
    ['NFS with a path for a host', { host: 'server/export' }, 'STORAGE_POOL_INVALID'],
    ['NFS with a relative target', { target: 'srv' }, 'STORAGE_POOL_INVALID'],
    ['a folder with a relative target', { type: 'dir', target: './guests' }, 'STORAGE_POOL_INVALID'],
    ['a folder that climbs', { type: 'dir', target: '/srv/../etc' }, 'STORAGE_POOL_INVALID'],
    ['no target', { target: '' }, 'INPUT_INVALID'],
    ['an unknown type', { type: 'tape' }, 'INPUT_INVALID']
  ])('%s is refused', async (_what, more, code) => {
    await world.client.storagePool.create({ pool: 'shelf', ...shelf })
    await expect(world.client.storagePool.create({ pool: 'new', ...shelf, ...more })).rejects.toMatchObject({ code })
    expect(await world.client.storagePool.list({})).toHaveLength(1)
  })

  test.each<[string, string, object, string]>([
    ['an unknown pool', 'nowhere', { target: '/srv/x' }, 'STORAGE_POOL_NOT_FOUND'],
    ['what it is already', 'shelf', shelf, 'STORAGE_POOL_UNCHANGED'],
    ['an NFS pool without a host', 'shelf', { host: '' }, 'STORAGE_POOL_INVALID'],
    ['a pool that is in use', 'used', { target: '/srv/x' }, 'STORAGE_POOL_IN_USE']
  ])('a change to %s is refused', async (_what, pool, wanted, code) => {
    await world.client.storagePool.create({ pool: 'shelf', ...shelf })
    await world.client.storagePool.create({ pool: 'used', ...shelf })
    await world.client.computePool.create({ pool: 'racks', storage: 'used' })
    const before = await world.client.storagePool.list({})
    await expect(world.client.storagePool.modify({ pool, ...wanted })).rejects.toMatchObject({ code })
    expect(await world.client.storagePool.list({})).toEqual(before)
  })

  test('one in use is not deleted, and who uses it is said', async () => {
    await world.client.storagePool.create({ pool: 'shelf', ...shelf })
    await world.client.computePool.create({ pool: 'racks', storage: 'shelf' })
    await world.client.computePool.create({ pool: 'attic', storage: 'shelf' })
    await expect(world.client.storagePool.remove({ pool: 'shelf' })).rejects.toMatchObject({
      code: 'STORAGE_POOL_IN_USE',
      message: 'Storage pool "shelf" is used by compute pool(s) attic, racks'
    })
    await expect(world.client.storagePool.remove({ pool: 'nowhere' })).rejects.toMatchObject({
      code: 'STORAGE_POOL_NOT_FOUND'
    })
  })

  test('Ceph is remembered, but a cell refuses it in words', async () => {
    await world.client.storagePool.create({ pool: 'cluster', type: 'ceph', host: 'mon-1', target: 'rbd' })
    await world.client.computePool.create({ pool: 'racks', storage: 'cluster' })
    await world.client.cell.takeOut({ pool: 'default', cell: 'sim-a' })
    await expect(world.client.cell.add({ pool: 'racks', cell: 'sim-a' })).rejects.toMatchObject({
      message: expect.stringMatching(/ceph/i)
    })
    expect((await world.client.cell.listUnallocated({})).map(({ name }) => name)).toEqual(['sim-a'])
  })
})
