import type { Page } from '@/pages'

export default [
  {
    name: 'wall',
    path: '/wall',
    title: 'wall.title',
    needs: 'instance:operate',
    bare: true,
    load: () => import('./WallPage.vue')
  }
] satisfies readonly Page[]
