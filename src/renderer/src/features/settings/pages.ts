import type { Page } from '@/pages'

export default [
  {
    name: 'settings',
    path: '/settings',
    title: 'settings.title',
    needs: 'system:read',
    menu: { group: 'administration', order: 120, icon: 'settings' },
    load: () => import('./SettingsPage.vue')
  }
] satisfies readonly Page[]
