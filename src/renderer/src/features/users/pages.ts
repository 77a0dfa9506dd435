import type { Page } from '@/pages'

export default [
  {
    name: 'users',
    path: '/users',
    title: 'users.title',
    needs: ['user:read', 'session:list', 'visibility:write'],
    menu: { group: 'administration', order: 110, icon: 'users' },
    load: () => import('./UsersPage.vue')
  }
] satisfies readonly Page[]
