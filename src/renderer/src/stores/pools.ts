import type { ComputePool } from '@shared/contract/compute-pool'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from '@/api'

/** The compute pools by name. No event tells of them yet; the cells load them along. */
export const usePools = defineStore('pools', () => {
  const { client } = useApi()
  const all = shallowRef<readonly ComputePool[]>([])
  const load = async (): Promise<void> => void (all.value = await client.computePool.list({}))
  return { all, load }
})
