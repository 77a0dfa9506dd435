import type { Page } from '@/pages'
import { useAddressPools } from '@/stores/address-pools'

export default [
  {
    name: 'address-pools',
    path: '/address-pools',
    title: 'addressPools.title',
    needs: 'address_pool:read',
    menu: { group: 'infrastructure', order: 50, icon: 'address', count: () => useAddressPools().all.length },
    load: () => import('./AddressPoolsPage.vue')
  },
  {
    name: 'address-pool',
    path: '/address-pools/:pool',
    title: 'addressPools.title',
    needs: 'address_pool:read',
    load: () => import('./AddressPoolPage.vue')
  }
] satisfies readonly Page[]
