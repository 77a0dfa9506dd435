import type { Page } from '@/pages'
import { useTasks } from '@/stores/tasks'

export default [
  {
    name: 'tasks',
    path: '/tasks',
    title: 'tasks.title',
    needs: 'task:read',
    menu: { group: 'activity', order: 80, icon: 'tasks', count: () => useTasks().running.length || undefined },
    load: () => import('./TasksPage.vue')
  }
] satisfies readonly Page[]
