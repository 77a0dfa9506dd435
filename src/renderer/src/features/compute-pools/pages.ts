import type { Page } from '@/pages'
import { usePools } from '@/stores/pools'

export default [
  {
    name: 'compute-pools',
    path: '/compute-pools',
    title: 'computePools.title',
    needs: 'compute_pool:read',
    menu: { group: 'infrastructure', order: 20, icon: 'pools', count: () => usePools().all.length },
    load: () => import('./ComputePoolsPage.vue')
  }
] satisfies readonly Page[]
