import { isDeepStrictEqual } from 'node:util'
import type { Handlers } from '@shared/contract'
import type { ComputePool } from '@shared/contract/compute-pool'
import { fail } from '@shared/contract/errors'
import type { Call, TaskCall } from '@main/kernel/call'
import type { EventBus } from '@main/kernel/event-bus'
import type { Database } from '@main/store/database'
import type { AddressRepository } from '@main/store/repositories/address-repository'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import type { StoragePoolRepository } from '@main/store/repositories/storage-pool-repository'
import type { CellAllocation } from './cell-allocation'
import type { GuestView } from './guest-view'
import { poolOf } from './hypervisors'

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly storagePools: StoragePoolRepository
  readonly addresses: AddressRepository
  readonly guests: GuestRepository
  readonly view: GuestView
  readonly allocation: CellAllocation
  readonly bus: EventBus
}

export function computePoolService(deps: Deps): Handlers<'computePool', Call, TaskCall> {
  const { db, pools, storagePools, addresses, guests, view, allocation, bus } = deps

  const announce = (name: string): void =>
    db.afterCommit(() => bus.publish('compute_pool.changed', poolOf(pools, name)))
  /** What a pool refers to must be there. */
  const check = ({ name, network, storage, failover }: Omit<ComputePool, 'cells'>): void => {
    if (storage !== '' && !storagePools.find(storage)) fail('STORAGE_POOL_NOT_FOUND', { pool: storage })
    if (network !== '' && !addresses.find(network)) fail('ADDRESS_POOL_NOT_FOUND', { pool: network })
    if (failover && storage === '') fail('POOL_NEEDS_STORAGE', { pool: name })
  }

  return {
    list: async () => pools.list(),
    get: async ({ pool }) => poolOf(pools, pool),

    async create({ pool: name, cells, ...settings }) {
      const pool = { name, enabled: true, ...settings }
      const insert = (): void => {
        if (pools.find(name)) fail('POOL_NAME_TAKEN', { pool: name })
        check(pool)
        pools.insert(pool)
        announce(name)
      }
      if (pools.find(name)) fail('POOL_NAME_TAKEN', { pool: name })
      check(pool)
      await allocation.add([...new Set(cells)], pool, insert)
      return {}
    },

    async modify({ pool: name, enable, network, network_mode, storage, failover }) {
      db.transaction(() => {
        const before = poolOf(pools, name)
        const pool: ComputePool = {
          ...before,
          enabled: enable ?? before.enabled,
          network: network ?? before.network,
          network_mode: network_mode ?? before.network_mode,
          storage: storage ?? before.storage,
          failover: failover ?? before.failover
        }
        if (isDeepStrictEqual(pool, before)) fail('POOL_UNCHANGED', { pool: name })
        check(pool)
        if (pool.storage !== before.storage && before.cells > 0)
          fail('POOL_HAS_CELLS', { pool: name, cells: before.cells })
        const leases = pool.network === before.network ? 0 : addresses.countLeasesOf(before.network, name)
        if (leases > 0) fail('POOL_HAS_LEASES', { pool: name, network: before.network, leases })
        pools.update(pool)
        announce(name)
      })
      return {}
    },

    async remove({ pool: name }) {
      db.transaction(() => {
        const { cells } = poolOf(pools, name)
        if (cells > 0) fail('POOL_HAS_CELLS', { pool: name, cells })
        for (const id of guests.failedIn({ pool: name })) {
          guests.remove(id)
          db.afterCommit(() => view.announce(id))
        }
        pools.remove(name)
        db.afterCommit(() => bus.publish('compute_pool.removed', { name }))
      })
      return {}
    }
  }
}
