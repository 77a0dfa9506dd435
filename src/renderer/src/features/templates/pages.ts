import type { Page } from '@/pages'
import { useTemplates } from '@/stores/templates'

export default [
  {
    name: 'templates',
    path: '/templates',
    title: 'templates.title',
    needs: 'template:read',
    menu: { group: 'infrastructure', order: 70, icon: 'templates', count: () => useTemplates().all.length },
    load: () => import('./TemplatesPage.vue')
  }
] satisfies readonly Page[]
