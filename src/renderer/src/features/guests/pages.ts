import type { Page } from '@/pages'
import { useGuests } from '@/stores/guests'

export default [
  {
    name: 'guests',
    path: '/guests',
    title: 'guests.title',
    needs: 'guest:read',
    menu: { group: 'main', order: 10, icon: 'guests', count: () => useGuests().all.length },
    load: () => import('./GuestListPage.vue')
  },
  {
    name: 'create-guest',
    path: '/guests/new',
    title: 'createGuest.title',
    needs: 'guest:write',
    load: () => import('./create/CreateGuestPage.vue')
  },
  {
    name: 'batch',
    path: '/batches/:id',
    title: 'batch.title',
    needs: 'guest:read',
    load: () => import('./batch/BatchPage.vue')
  },
  {
    name: 'guest',
    path: '/guests/:id/:tab?',
    title: 'guests.title',
    needs: 'guest:read',
    load: () => import('./page/GuestPage.vue')
  }
] satisfies readonly Page[]
