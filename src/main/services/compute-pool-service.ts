import type { Handlers } from '@shared/contract'
import type { Call, TaskCall } from '@main/kernel/call'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import { unbuilt } from './unbuilt'
import { poolOf } from './hypervisors'

export function computePoolService(pools: PoolRepository): Handlers<'computePool', Call, TaskCall> {
  return {
    ...unbuilt<Handlers<'computePool', Call, TaskCall>>(),
    list: async () => pools.list(),
    get: async ({ pool }) => poolOf(pools, pool)
  }
}
