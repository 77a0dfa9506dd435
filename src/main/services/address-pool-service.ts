import { isDeepStrictEqual } from 'node:util'
import type { Handlers } from '@shared/contract'
import type { AddressRange, RangeType } from '@shared/contract/address-pool'
import { fail } from '@shared/contract/errors'
import { capacityOf, isAddress, problemOfRange } from '@shared/rules/address-rules'
import type { Call, TaskCall } from '@main/kernel/call'
import type { EventBus } from '@main/kernel/event-bus'
import type { Database } from '@main/store/database'
import type { AddressPoolRecord, AddressRepository, RangeRecord } from '@main/store/repositories/address-repository'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import type { AddressPoolNews } from './address-pool-news'

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly addresses: AddressRepository
  readonly news: AddressPoolNews
  readonly bus: EventBus
}

export function addressPoolService({ db, pools, addresses, news, bus }: Deps): Handlers<'addressPool', Call, TaskCall> {
  const one = (pool: string): AddressPoolRecord => addresses.find(pool) ?? fail('ADDRESS_POOL_NOT_FOUND', { pool })
  const rangesOf: typeof addresses.listRanges = (pool, type) => {
    one(pool)
    return addresses.listRanges(pool, type)
  }
  const rangeOf = (pool: string, type: RangeType, start: string): RangeRecord =>
    rangesOf(pool, type).find((range) => range.start === start) ?? fail('RANGE_NOT_FOUND', { pool, start })

  return {
    list: async () => addresses.list().map((pool) => news.show(pool)),

    async get({ pool }) {
      const { gateway, dns, provider } = one(pool)
      const ranges = addresses.listRanges(pool, 'internal').map(withCapacity)
      return { gateway, dns, provider, ranges, allocated: addresses.listLeases(pool) }
    },

    async create({ pool: name, gateway, dns, provider }) {
      db.transaction(() => {
        if (addresses.find(name)) fail('ADDRESS_POOL_NAME_TAKEN', { pool: name })
        checkAddresses(gateway, dns)
        addresses.insert({ name, gateway, dns, provider })
        news.announce(name)
      })
      return {}
    },

    async modify({ pool: name, gateway, dns, provider }) {
      db.transaction(() => {
        const before = one(name)
        const pool = {
          name,
          gateway: gateway ?? before.gateway,
          dns: dns ?? before.dns,
          provider: provider ?? before.provider
        }
        checkAddresses(pool.gateway, pool.dns)
        if (isDeepStrictEqual(pool, before)) fail('ADDRESS_POOL_UNCHANGED', { pool: name })
        // Two machines with one address reach nobody.
        if (addresses.isLeased(name, pool.gateway)) fail('ADDRESS_TAKEN', { address: pool.gateway, pool: name })
        addresses.update(pool)
        news.announce(name)
      })
      return {}
    },

    async remove({ pool: name }) {
      db.transaction(() => {
        one(name)
        const users = pools.list().filter(({ network }) => network === name)
        if (users.length > 0) fail('ADDRESS_POOL_IN_USE', { pool: name, pools: users.map((pool) => pool.name) })
        const leases = addresses.countLeases(name)
        if (leases > 0) fail('ADDRESS_POOL_HAS_LEASES', { pool: name, leases })
        addresses.remove(name)
        db.afterCommit(() => bus.publish('address_pool.removed', { name }))
      })
      return {}
    },

    listRanges: async ({ pool, type }) => rangesOf(pool, type).map(withCapacity),

    async getRange({ pool, type, start }) {
      const range = rangeOf(pool, type, start)
      const allocated = type === 'internal' ? addresses.listRangeLeases(pool, start) : []
      return { ...withCapacity(range), allocated }
    },

    async addRange({ pool, type, start, end, netmask }) {
      db.transaction(() => {
        const range = { start, end, netmask }
        const problem = problemOfRange(range, rangesOf(pool, type))
        if (problem && 'field' in problem)
          fail('ADDRESS_INVALID', { address: range[problem.field], reason: problem.reason })
        if (problem) {
          const { overlaps } = problem
          fail('RANGE_TAKEN', { pool, start, end, other: `${overlaps.start} to ${overlaps.end}` })
        }
        addresses.insertRange(pool, type, range)
        news.announce(pool)
      })
      return {}
    },

    async removeRange({ pool, type, start }) {
      db.transaction(() => {
        rangeOf(pool, type, start)
        const leases = type === 'internal' ? addresses.countRangeLeases(pool, start) : 0
        if (leases > 0) fail('RANGE_HAS_LEASES', { pool, start, leases })
        addresses.removeRange(pool, type, start)
        news.announce(pool)
      })
      return {}
    }
  }
}

const withCapacity = (range: RangeRecord): AddressRange => ({ ...range, capacity: capacityOf(range) })

function checkAddresses(gateway: string, dns: readonly string[]): void {
  for (const address of [gateway, ...dns])
    if (!isAddress(address)) fail('ADDRESS_INVALID', { address, reason: 'it is no IPv4 and no IPv6 address' })
}
