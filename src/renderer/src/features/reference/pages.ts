import type { Page } from '@/pages'

export default [
  {
    name: 'reference',
    path: '/reference',
    title: 'reference.title',
    needs: 'system:read',
    menu: { group: 'activity', order: 90, icon: 'list' },
    load: () => import('./ReferencePage.vue')
  }
] satisfies readonly Page[]
