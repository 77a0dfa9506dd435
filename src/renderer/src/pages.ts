import type { Component } from 'vue'
import type { Permission } from '@shared/contract/permissions'
import type { IconName } from './components/icons'
import type { TextKey } from './i18n'

/** Where a page stands in the menu. Pages without a place are reached from other pages. */
export interface MenuPlace {
  readonly group: 'main' | 'infrastructure' | 'activity' | 'administration'
  readonly order: number
  readonly icon: IconName
  /** The number beside the entry, from a store; undefined while it is not known. */
  readonly count?: () => number | undefined
}

/** One page. Router, menu, palette and access checks are built from these; `:params` of the path are props. */
export interface Page {
  readonly name: string
  readonly path: string
  readonly title: TextKey
  /** Any of several is enough. */
  readonly needs: Permission | readonly Permission[]
  readonly menu?: MenuPlace
  /** Fills a window of its own, without title bar and menu. */
  readonly bare?: boolean
  readonly load: () => Promise<Component | { readonly default: Component }>
}

const found = import.meta.glob<readonly Page[]>('./features/*/pages.ts', { eager: true, import: 'default' })

/** Every page of every feature. */
export const pages: readonly Page[] = Object.values(found).flat()

/** The pages with a place in the menu, in its order. */
export const menuPages: readonly (Page & { readonly menu: MenuPlace })[] = pages
  .flatMap((page) => (page.menu ? [{ ...page, menu: page.menu }] : []))
  .toSorted((a, b) => a.menu.order - b.menu.order)
