import type { Page } from '@/pages'

export default [
  {
    name: 'logs',
    path: '/logs',
    title: 'logs.title',
    needs: 'log:read',
    menu: { group: 'activity', order: 85, icon: 'logs' },
    load: () => import('./LogsPage.vue')
  }
] satisfies readonly Page[]
