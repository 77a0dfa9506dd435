import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AddressLeases } from '@main/services/address-leases'
import { Database } from '@main/store/database'
import { AddressRepository } from '@main/store/repositories/address-repository'
import { GuestRepository } from '@main/store/repositories/guest-repository'
import { MadeUpHosts } from '../support/made-up-hosts'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30
const range = {
  pool: 'net',
  type: 'internal',
  start: '172.16.3.10',
  end: '172.16.3.12',
  netmask: '255.255.255.0'
} as const

describe('address pools', () => {
  let world: World
  let hosts: MadeUpHosts
  beforeEach(async () => {
    hosts = new MadeUpHosts()
    world = await createWorld({ openDriver: hosts.openDriver })
    await world.client.addressPool.create({ pool: 'net', gateway: '172.16.3.254', dns: ['8.8.8.8', 'fe80::53'] })
  })
  afterEach(() => world.close())

  /** Makes the pool give addresses to the guests of pool `default`. */
  const serve = async (): Promise<void> => {
    await world.client.addressPool.addRange(range)
    await world.client.computePool.modify({ pool: 'default', network: 'net' })
  }
  const create = async (name: string, more: object = {}): Promise<string> => {
    const wanted = { name, cores: 1, memory: GiB, disks: [GiB], ...more }
    return (await world.ended(await world.client.guest.create(wanted))).subject
  }
  const leases = async () => (await world.client.addressPool.get({ pool: 'net' })).allocated
  /** What the hypervisor was told of a guest's network. */
  const toldOf = async (id: string) =>
    (await hosts.of(7).guests.list()).find(({ spec }) => spec.id === id)?.spec.network

  test('are told of when leases begin and end, once for many', async () => {
    await serve()
    const told = () =>
      world.notices.flatMap(({ name, payload }) => (name === 'address_pool.changed' ? [payload.allocated] : []))
    const before = told().length
    const ids = await Promise.all([create('web'), create('db')])
    await until('the news', () => told().at(-1) === 2)
    for (const id of ids) await world.client.guest.remove({ id })
    await until('the news', () => told().at(-1) === 0)
    expect(told().length - before).toBeLessThanOrEqual(4)
    expect(world.notices.findLast(({ name }) => name === 'address_pool.changed')?.payload).toMatchObject({
      ...{ name: 'net', gateway: '172.16.3.254', addresses: 3, allocated: 0 }
    })
  })

  test('are made, listed by name, changed in part and deleted, and every window hears of it', async () => {
    await world.client.addressPool.create({ pool: 'lab', gateway: 'fe80::1', provider: 'cloudinit' })
    expect(await world.client.addressPool.list({})).toEqual([
      { name: 'lab', gateway: 'fe80::1', dns: [], provider: 'cloudinit', addresses: 0, allocated: 0 },
      {
        name: 'net',
        gateway: '172.16.3.254',
        dns: ['8.8.8.8', 'fe80::53'],
        provider: 'dhcp',
        addresses: 0,
        allocated: 0
      }
    ])
    await world.client.addressPool.modify({ pool: 'net', dns: [] })
    expect(await world.client.addressPool.get({ pool: 'net' })).toEqual({
      gateway: '172.16.3.254',
      dns: [],
      provider: 'dhcp',
      ranges: [],
      allocated: []
    })
    await world.client.addressPool.remove({ pool: 'lab' })
    const heard = world.notices.filter(({ name }) => name.startsWith('address_pool'))
    expect(heard.slice(-2)).toEqual([
      { name: 'address_pool.changed', payload: expect.objectContaining({ name: 'net', dns: [] }) },
      { name: 'address_pool.removed', payload: { name: 'lab' } }
    ])
  })

  test.each<[string, object, string]>([
    ['a name that is taken', { pool: 'net' }, 'ADDRESS_POOL_NAME_TAKEN'],
    ['a gateway that is no address', { gateway: 'router' }, 'ADDRESS_INVALID'],
    ['an empty gateway', { gateway: '' }, 'ADDRESS_INVALID'],
    ['a gateway with a prefix', { gateway: '10.0.0.1/8' }, 'ADDRESS_INVALID'],
    ['a DNS server that is no address', { dns: ['8.8.8.8', 'dns.example'] }, 'ADDRESS_INVALID'],
    ['an unknown provider', { provider: 'bootp' }, 'INPUT_INVALID']
  ])('%s is refused', async (_what, more, code) => {
    await expect(world.client.addressPool.create({ pool: 'new', gateway: '10.0.0.1', ...more })).rejects.toMatchObject({
      code
    })
    expect(await world.client.addressPool.list({})).toHaveLength(1)
  })

  test.each<[string, string, object, string]>([
    ['an unknown pool', 'nowhere', { dns: [] }, 'ADDRESS_POOL_NOT_FOUND'],
    ['what it is already', 'net', { gateway: '172.16.3.254', dns: ['8.8.8.8', 'fe80::53'] }, 'ADDRESS_POOL_UNCHANGED'],
    ['a gateway that is no address', 'net', { gateway: '172.16.3.256' }, 'ADDRESS_INVALID'],
    ['a DNS server that is no address', 'net', { dns: [''] }, 'ADDRESS_INVALID'],
    ['a gateway that a guest has', 'net', { gateway: '172.16.3.11' }, 'ADDRESS_TAKEN']
  ])('a change to %s is refused', async (_what, pool, wanted, code) => {
    await serve()
    await create('web', { network_address: '172.16.3.11' })
    const before = await world.client.addressPool.list({})
    await expect(world.client.addressPool.modify({ pool, ...wanted })).rejects.toMatchObject({ code })
    expect(await world.client.addressPool.list({})).toEqual(before)
  })

  test('ranges of both types are kept in the order in which they came, but only internal ones count', async () => {
    await world.client.addressPool.addRange({ ...range, start: '172.16.3.100', end: '172.16.3.109' })
    await world.client.addressPool.addRange(range)
    await world.client.addressPool.addRange({ ...range, type: 'external' })
    const starts = async (type: 'internal' | 'external') =>
      (await world.client.addressPool.listRanges({ pool: 'net', type })).map(({ start }) => start)
    expect(await starts('internal')).toEqual(['172.16.3.100', '172.16.3.10'])
    expect(await starts('external')).toEqual(['172.16.3.10'])
    expect(await world.client.addressPool.getRange(range)).toEqual({
      start: '172.16.3.10',
      end: '172.16.3.12',
      netmask: '255.255.255.0',
      capacity: 3,
      allocated: []
    })
    expect((await world.client.addressPool.list({}))[0]).toMatchObject({ addresses: 13, allocated: 0 })
    await world.client.addressPool.removeRange({ ...range, type: 'external' })
    expect(await starts('external')).toEqual([])
  })

  test.each<[string, object, string]>([
    ['an unknown pool', { pool: 'nowhere' }, 'ADDRESS_POOL_NOT_FOUND'],
    ['an unknown type', { type: 'public' }, 'INPUT_INVALID'],
    ['a start that is no address', { start: '172.16.3' }, 'ADDRESS_INVALID'],
    ['an end that is no address', { end: '172.16.3.400' }, 'ADDRESS_INVALID'],
    ['an address of version 6', { start: 'fe80::1', end: 'fe80::9' }, 'ADDRESS_INVALID'],
    ['a netmask with a hole', { netmask: '255.0.255.0' }, 'ADDRESS_INVALID'],
    ['an end before the start', { start: '172.16.3.30', end: '172.16.3.29' }, 'ADDRESS_INVALID'],
    ['an end outside the network', { start: '172.16.3.30', end: '172.16.4.1' }, 'ADDRESS_INVALID'],
    ['the same start again', { end: '172.16.3.10' }, 'RANGE_TAKEN'],
    ['an overlap', { start: '172.16.3.1', end: '172.16.3.10' }, 'RANGE_TAKEN']
  ])('a range with %s is refused', async (_what, more, code) => {
    await world.client.addressPool.addRange(range)
    await expect(world.client.addressPool.addRange({ ...range, ...more })).rejects.toMatchObject({ code })
    expect(await world.client.addressPool.listRanges({ pool: 'net', type: 'internal' })).toHaveLength(1)
  })

  test('an unknown range is said to be so', async () => {
    const refused = { code: 'RANGE_NOT_FOUND', message: 'Address pool "net" has no such range from 172.16.3.10' }
    await expect(world.client.addressPool.getRange(range)).rejects.toMatchObject(refused)
    await expect(world.client.addressPool.removeRange(range)).rejects.toMatchObject(refused)
  })

  test('each guest of a pool with a network gets an address, of which its hypervisor is told', async () => {
    await serve()
    const id = await create('web')
    const [lease, ...others] = await leases()
    expect(others).toEqual([])
    expect(lease).toMatchObject({ instance: id, address: expect.stringMatching(/^172\.16\.3\.1[012]$/) })
    expect((await world.client.addressPool.getRange(range)).allocated).toEqual([lease])
    const address = `${lease!.address}/24`
    expect((await world.client.guest.get({ id })).internal.allocated_address).toBe(address)
    expect(await toldOf(id)).toEqual({
      address,
      gateway: '172.16.3.254',
      dns: ['8.8.8.8', 'fe80::53'],
      provider: 'dhcp'
    })
    await world.restart()
    expect(await leases()).toEqual([lease])
    expect(await toldOf(id)).toMatchObject({ address })
  })

  test('a guest hears at its next start what has changed in its address pool', async () => {
    await serve()
    const id = await create('web')
    await world.client.addressPool.modify({
      pool: 'net',
      gateway: '172.16.3.1',
      dns: ['9.9.9.9'],
      provider: 'cloudinit'
    })
    await world.client.instance.start({ id })
    expect(await toldOf(id)).toMatchObject({ gateway: '172.16.3.1', dns: ['9.9.9.9'], provider: 'cloudinit' })
  })

  test.each<[string, object, string, RegExp]>([
    ['one that is taken', { network_address: '172.16.3.11' }, 'ADDRESS_TAKEN', /172\.16\.3\.11/],
    ['one of no range', { network_address: '172.16.3.13' }, 'ADDRESS_INVALID', /no internal range/],
    ['the gateway', { network_address: '172.16.3.254' }, 'ADDRESS_INVALID', /gives it to no guest/],
    ['no address at all', { network_address: 'any' }, 'ADDRESS_INVALID', /IPv4/]
  ])('a guest that wants %s is refused, and leaves nothing', async (_what, more, code, message) => {
    await serve()
    await world.client.addressPool.addRange({ ...range, start: '172.16.3.254', end: '172.16.3.254' })
    await create('web', { network_address: '172.16.3.11' })
    await expect(create('db', more)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    expect(await leases()).toHaveLength(1)
    expect((await world.client.guest.page({})).total).toBe(1)
  })

  test('a wanted address is refused where the compute pool has none to give', async () => {
    await expect(create('web', { network_address: '172.16.3.11' })).rejects.toMatchObject({
      code: 'ADDRESS_INVALID',
      message: expect.stringContaining('compute pool "default" has no address pool')
    })
  })

  test('when all are leased the next guest is refused; a deleted guest gives its address back', async () => {
    await serve()
    const ids = [await create('a'), await create('b'), await create('c')]
    expect(new Set((await leases()).map(({ address }) => address)).size).toBe(3)
    await expect(create('d')).rejects.toMatchObject({
      code: 'NO_ADDRESS_LEFT',
      message: 'Address pool "net" has no address left'
    })
    await world.client.guest.remove({ id: ids[1]! })
    await create('d')
    expect((await world.client.addressPool.list({}))[0]).toMatchObject({ addresses: 3, allocated: 3 })
  })

  test('neither the gateway nor the two addresses that are no machine’s are leased', async () => {
    await world.client.addressPool.modify({ pool: 'net', gateway: '10.0.0.1' })
    await world.client.addressPool.addRange({
      ...range,
      start: '10.0.0.0',
      end: '10.0.0.3',
      netmask: '255.255.255.252'
    })
    await world.client.computePool.modify({ pool: 'default', network: 'net' })
    await create('a')
    expect((await leases()).map(({ address }) => address)).toEqual(['10.0.0.2'])
    await expect(create('b')).rejects.toMatchObject({ code: 'NO_ADDRESS_LEFT' })
  })

  test('a failed creation keeps no address', async () => {
    await serve()
    hosts.of(7).faults.failNext('disks', 'the disk is broken')
    const id = await create('web')
    await expect(world.client.guest.get({ id })).rejects.toMatchObject({ code: 'GUEST_FAILED' })
    expect(await leases()).toEqual([])
  })

  test('a creation that a crash cut off keeps no address', async () => {
    await serve()
    const id = await create('web')
    await world.app.close()
    const db = await Database.open(join(world.folder, 'store'))
    const [guests, addresses] = [new GuestRepository(db), new AddressRepository(db)]
    const half = { ...guests.find(id)!, id: '11111111-1111-4111-8111-111111111111', name: 'half', created: false }
    db.transaction(() => {
      guests.insert(half)
      new AddressLeases({ addresses, guests }).reserve(half.id, 'net')
    })
    expect(addresses.countLeases('net')).toBe(2)
    await db.close()
    await world.restart()
    expect((await leases()).map(({ instance }) => instance)).toEqual([id])
  })

  test('a pool and a range stay while they have leases or are in use, and who uses them is said', async () => {
    await serve()
    const id = await create('web')
    const remove = () => world.client.addressPool.remove({ pool: 'net' })
    await expect(world.client.addressPool.removeRange(range)).rejects.toMatchObject({
      code: 'RANGE_HAS_LEASES',
      message: 'The range from 172.16.3.10 of address pool "net" still has 1 lease(s)'
    })
    await expect(remove()).rejects.toMatchObject({
      code: 'ADDRESS_POOL_IN_USE',
      message: 'Address pool "net" is used by compute pool(s) default'
    })
    await world.client.guest.remove({ id })
    await world.client.computePool.modify({ pool: 'default', network: '' })
    await remove()
    await expect(remove()).rejects.toMatchObject({ code: 'ADDRESS_POOL_NOT_FOUND' })
  })
})
