import type { AddressPool } from '@shared/contract/address-pool'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useApi } from '@/api'
import { byName } from '@/text/by-name'
import { collection } from './collection'

/** The address pools by name. */
export const useAddressPools = defineStore('addressPools', () => {
  const api = useApi()
  const { all: known, ...pools } = collection<AddressPool>(api, {
    load: () => api.client.addressPool.list({}),
    idOf: ({ name }) => name,
    changed: 'address_pool.changed',
    removed: 'address_pool.removed'
  })
  return { ...pools, all: computed(() => known.value.toSorted(byName)) }
})
