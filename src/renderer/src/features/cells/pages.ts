import type { Page } from '@/pages'
import { useCells } from '@/stores/cells'

export default [
  {
    name: 'cells',
    path: '/cells',
    title: 'cells.title',
    needs: 'compute_pool:read',
    menu: { group: 'infrastructure', order: 30, icon: 'cells', count: () => useCells().all.length },
    load: () => import('./CellsPage.vue')
  }
] satisfies readonly Page[]
