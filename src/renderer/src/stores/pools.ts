import type { ComputePool } from '@shared/contract/compute-pool'
import type { PoolStatus } from '@shared/contract/status'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useApi } from '@/api'
import { byName } from '@/text/by-name'
import { collection } from './collection'

/** The compute pools by name, and the load that was asked for last. */
export const usePools = defineStore('pools', () => {
  const api = useApi()
  const { all: known, ...pools } = collection<ComputePool>(api, {
    load: () => api.client.computePool.list({}),
    idOf: ({ name }) => name,
    changed: 'compute_pool.changed',
    removed: 'compute_pool.removed'
  })
  const all = computed(() => known.value.toSorted(byName))
  const statusOf = shallowRef<ReadonlyMap<string, PoolStatus>>(new Map())
  const loadStatus = async (): Promise<void> => {
    const fresh = await api.client.status.pools({})
    statusOf.value = new Map(fresh.map((status) => [status.name, status]))
  }
  const setEnabled = (pool: string, enable: boolean) => api.client.computePool.modify({ pool, enable })

  return { ...pools, all, statusOf, loadStatus, setEnabled }
})
