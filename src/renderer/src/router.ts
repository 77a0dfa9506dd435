import { createRouter, createWebHashHistory, type RouteComponent, type Router } from 'vue-router'
import type { Permission } from '@shared/contract/permissions'
import type { TextKey } from './i18n'
import { pages } from './pages'

declare module 'vue-router' {
  interface RouteMeta {
    title?: TextKey
    needs?: Permission | readonly Permission[]
    bare?: boolean
  }
}

/** Where one begins: the list is the product. Whoever may not see it is led on by the frame. */
const HOME = '/guests'

/** The address is in the hash: the application's own protocol serves files, not routes. */
export const createAppRouter = (): Router =>
  createRouter({
    history: createWebHashHistory(),
    routes: [
      ...pages.map(({ name, path, title, needs, bare = false, load }) => ({
        ...{ name, path, props: true, meta: { title, needs, bare } },
        component: load as () => Promise<RouteComponent>
      })),
      { path: '/:rest(.*)*', redirect: HOME }
    ]
  })
