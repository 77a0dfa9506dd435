import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { StoragePool } from '@shared/contract/storage-pool'
import { problemOfStorage } from '@shared/rules/storage-rules'
import type { Call, TaskCall } from '@main/kernel/call'
import type { EventBus } from '@main/kernel/event-bus'
import type { Database } from '@main/store/database'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import type { StoragePoolRepository } from '@main/store/repositories/storage-pool-repository'

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly storagePools: StoragePoolRepository
  readonly bus: EventBus
}

export function storagePoolService({ db, pools, storagePools, bus }: Deps): Handlers<'storagePool', Call, TaskCall> {
  const one = (pool: string): StoragePool => storagePools.find(pool) ?? fail('STORAGE_POOL_NOT_FOUND', { pool })
  const unused = (pool: string): StoragePool => {
    const found = one(pool)
    const users = pools.list().filter(({ storage }) => storage === pool)
    if (users.length > 0) fail('STORAGE_POOL_IN_USE', { pool, pools: users.map(({ name }) => name) })
    return found
  }
  const sound = (pool: StoragePool): StoragePool => {
    const problem = problemOfStorage(pool)
    if (problem) fail('STORAGE_POOL_INVALID', { pool: pool.name, reason: problem.reason })
    return pool
  }

  return {
    list: async () => storagePools.list(),
    get: async ({ pool }) => one(pool),

    async create({ pool: name, type, host, target }) {
      db.transaction(() => {
        if (storagePools.find(name)) fail('STORAGE_POOL_NAME_TAKEN', { pool: name })
        const pool = sound({ name, type, host, target })
        storagePools.insert(pool)
        db.afterCommit(() => bus.publish('storage_pool.changed', pool))
      })
      return {}
    },

    async modify({ pool: name, type, host, target }) {
      db.transaction(() => {
        const before = unused(name)
        const pool = sound({
          name,
          type: type ?? before.type,
          host: host ?? before.host,
          target: target ?? before.target
        })
        if (pool.type === before.type && pool.host === before.host && pool.target === before.target)
          fail('STORAGE_POOL_UNCHANGED', { pool: name })
        storagePools.update(pool)
        db.afterCommit(() => bus.publish('storage_pool.changed', pool))
      })
      return {}
    },

    async remove({ pool: name }) {
      db.transaction(() => {
        unused(name)
        storagePools.remove(name)
        db.afterCommit(() => bus.publish('storage_pool.removed', { name }))
      })
      return {}
    }
  }
}
