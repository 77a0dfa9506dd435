import type { Session, WebContents } from 'electron'
import type { CdpSession } from './cdp'

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type Permission = Parameters<RequestHandler>[1] & Parameters<CheckHandler>[1]

/** Chromium's names of what pages ask for, and Electron's. */
const names: readonly (readonly [string, Permission])[] = [
  ['camera', 'media'],
  ['microphone', 'media'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['geolocation', 'geolocation'],
  ['idle-detection', 'idle-detection'],
  ['local-fonts', 'local-fonts'],
  ['midi', 'midi'],
  ['notifications', 'notifications'],
  ['screen-wake-lock', 'screen-wake-lock'],
  ['storage-access', 'storage-access'],
  ['window-management', 'window-management']
]

/** A session as far as the product sets one up. Permissions are asked for when a window opens, not at each use. */
export class StandinSession {
  #request: RequestHandler | null = null
  #check: CheckHandler | null = null

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler
  }

  setDevicePermissionHandler(): void {}

  on(): this {
    return this
  }

  /** Tells Chromium what the product's handlers grant to a page of `origin`. */
  async settle(browser: CdpSession, contents: object, url: string, origin: string): Promise<void> {
    for (const [name, permission] of names) {
      const granted = (await this.#asks(contents, url, permission)) && this.#checks(contents, url, permission)
      await browser.send('Browser.setPermission', {
        permission: { name },
        setting: granted ? 'granted' : 'denied',
        origin
      })
    }
  }

  async #asks(contents: object, url: string, permission: Permission): Promise<boolean> {
    const answer = Promise.withResolvers<boolean>()
    const details = { isMainFrame: true, requestingUrl: url }
    if (!this.#request) return true
    this.#request(contents as WebContents, permission, answer.resolve, details)
    return answer.promise
  }

  #checks(contents: object, url: string, permission: Permission): boolean {
    const origin = `${url.split('/', 3).join('/')}/`
    return this.#check?.(contents as WebContents, permission, origin, { isMainFrame: true, requestingUrl: url }) ?? true
  }
}
