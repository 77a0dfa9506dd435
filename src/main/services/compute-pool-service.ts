import type { Handlers } from '@shared/contract'
import type { Call, TaskCall } from '@main/kernel/call'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import { poolOf } from './hypervisors'

export function computePoolService(pools: PoolRepository): Handlers<'computePool', Call, TaskCall> {
  return {
    list: async () => pools.list(),
    get: async ({ pool }) => poolOf(pools, pool)
  }
}
