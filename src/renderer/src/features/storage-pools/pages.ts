import type { Page } from '@/pages'
import { useStoragePools } from '@/stores/storage-pools'

export default [
  {
    name: 'storage-pools',
    path: '/storage-pools',
    title: 'storagePools.title',
    needs: 'storage_pool:read',
    menu: { group: 'infrastructure', order: 40, icon: 'storage', count: () => useStoragePools().all.length },
    load: () => import('./StoragePoolsPage.vue')
  }
] satisfies readonly Page[]
