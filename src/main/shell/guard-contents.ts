import type { WebContents } from 'electron'
import type { Logger } from '@main/kernel/logger'
import { isExternalLink } from './external-links'
import type { OwnPages } from './own-pages'
import { watchInput } from './recent-input'

interface Guarded {
  readonly contents: WebContents
  readonly pages: OwnPages
  readonly log: Logger
  /** Absent for a console window, which has no business with other guests. */
  readonly openConsole?: (guest: string) => void
  /** Absent for a console window as well. */
  readonly openWall?: (filter: string) => void
  readonly openExternal: (url: string) => void
}

/** A page may reload itself; it may go nowhere else, open no window of its own and embed nothing. */
export function guardContents({ contents, pages, log, openConsole, openWall, openExternal }: Guarded): void {
  const hadInput = watchInput(contents)
  const refuse = (what: string, url: string): void => log.warn(`refused ${what}`, { url: url.slice(0, 200) })

  const stay = (event: { readonly url: string; readonly isMainFrame: boolean; preventDefault(): void }): void => {
    if (event.isMainFrame && event.url === contents.getURL()) return
    event.preventDefault()
    refuse('a navigation', event.url)
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', (event) => {
    event.preventDefault()
    refuse('a redirection', event.url)
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refuse('a webview', contents.getURL())
  })
  contents.setWindowOpenHandler(({ url }) => {
    const guest = pages.guestOf(url)
    const wall = pages.wallOf(url)
    if (guest !== undefined && openConsole) openConsole(guest)
    else if (wall !== undefined && openWall) openWall(wall)
    else if (isExternalLink(url) && hadInput()) openExternal(url)
    else refuse('a new window', url)
    return { action: 'deny' }
  })
}
