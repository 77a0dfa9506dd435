import { Id } from '@shared/contract/common'

/** Where the built renderer is served from. */
export const BUNDLE_ORIGIN = 'app://bundle'

/** The addresses of our own pages. */
export interface OwnPages {
  readonly main: string
  console(guest: string): string
  /** The wall of the consoles that a filter finds. */
  wall(filter: string): string
  /** True for an address of our own origin. */
  owns(url: string): boolean
  /** The guest whose console an address of ours stands for. */
  guestOf(url: string): string | undefined
  /** The filter of the wall that an address of ours stands for. */
  wallOf(url: string): string | undefined
}

/** `origin` is the bundle's, or in development that of the server that rebuilds the pages. */
export function ownPages(origin: string): OwnPages {
  const owns = (url: string): boolean => url === origin || url.startsWith(`${origin}/`)
  return {
    main: `${origin}/index.html`,
    console: (guest) => `${origin}/console.html?guest=${encodeURIComponent(guest)}`,
    wall: (filter) => `${origin}/index.html#/wall${filter === '' ? '' : `?filter=${encodeURIComponent(filter)}`}`,
    owns,
    guestOf(url) {
      const address = owns(url) ? URL.parse(url) : null
      if (address?.pathname !== '/console.html') return undefined
      return Id.safeParse(address.searchParams.get('guest')).data
    },
    wallOf(url) {
      const address = owns(url) ? URL.parse(url) : null
      const [path, query] = address?.pathname === '/index.html' ? address.hash.split('?', 2) : []
      return path === '#/wall' ? (new URLSearchParams(query).get('filter') ?? '') : undefined
    }
  }
}
