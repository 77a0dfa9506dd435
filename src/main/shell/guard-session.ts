import type { Session } from 'electron'
import type { Logger } from '@main/kernel/logger'
import type { OwnPages } from './own-pages'

/**
 * What a console needs: the guest's clipboard, its whole screen, its keys and its pointer. And what a download
 * needs, to write to the one file that the person has just chosen; and the news of tasks that have ended.
 */
const granted: ReadonlySet<string> = new Set([
  'clipboard-read',
  'clipboard-sanitized-write',
  'fileSystem',
  'fullscreen',
  'keyboardLock',
  'notifications',
  'pointerLock'
])

/** Denies every permission but those, and those to every page but the main frame of our own. */
export function guardSession(session: Session, pages: OwnPages, log: Logger): void {
  const allows = (permission: string, url: string | undefined, isMainFrame: boolean): boolean =>
    granted.has(permission) && isMainFrame && url !== undefined && pages.owns(url)

  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) => {
    const isAllowed = allows(permission, requestingUrl, isMainFrame)
    if (!isAllowed) log.warn('refused a permission', { permission, url: requestingUrl.slice(0, 200) })
    answer(isAllowed)
  })
  // Asked all the time, so nothing is logged.
  session.setPermissionCheckHandler((contents, permission, origin, { isMainFrame }) =>
    allows(permission, contents && pages.owns(origin) ? contents.getURL() : undefined, isMainFrame)
  )
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    if (pages.owns(item.getURL().replace(/^blob:/, ''))) return
    event.preventDefault()
    log.warn('refused a download', { url: item.getURL().slice(0, 200) })
  })
}
