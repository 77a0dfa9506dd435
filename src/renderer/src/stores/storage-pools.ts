import type { StoragePool } from '@shared/contract/storage-pool'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useApi } from '@/api'
import { byName } from '@/text/by-name'
import { collection } from './collection'

/** The storage pools by name. */
export const useStoragePools = defineStore('storagePools', () => {
  const api = useApi()
  const { all: known, ...pools } = collection<StoragePool>(api, {
    load: () => api.client.storagePool.list({}),
    idOf: ({ name }) => name,
    changed: 'storage_pool.changed',
    removed: 'storage_pool.removed'
  })
  return { ...pools, all: computed(() => known.value.toSorted(byName)) }
})
