import type { Page } from '@/pages'
import { useDiskImages, useMediaImages } from '@/stores/images'

export default [
  {
    name: 'images',
    path: '/images',
    title: 'images.title',
    needs: ['image:read', 'media:read'],
    menu: {
      group: 'infrastructure',
      order: 60,
      icon: 'images',
      count: () => useDiskImages().all.length + useMediaImages().all.length
    },
    load: () => import('./ImagesPage.vue')
  }
] satisfies readonly Page[]
