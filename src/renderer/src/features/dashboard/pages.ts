import type { Page } from '@/pages'

export default [
  {
    name: 'dashboard',
    path: '/dashboard',
    title: 'dashboard.title',
    needs: 'compute_pool:read',
    menu: { group: 'main', order: 5, icon: 'dashboard' },
    load: () => import('./DashboardPage.vue')
  },
  {
    name: 'dashboard-place',
    path: '/dashboard/:pool/:cell?',
    title: 'dashboard.title',
    needs: 'compute_pool:read',
    load: () => import('./DashboardPage.vue')
  }
] satisfies readonly Page[]
