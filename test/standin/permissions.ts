import type { Session, WebContents } from 'electron'
import type { CdpSession } from './cdp'
import type { StandinContents } from './web-contents'

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type Permission = Extract<Parameters<RequestHandler>[1], Parameters<CheckHandler>[1]>

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

  /** Tells Chromium what the product's handlers grant to a page that Chromium knows by `origin`. */
  async settle(browser: CdpSession, contents: StandinContents, origin: string): Promise<void> {
    const page = contents as unknown as WebContents
    for (const [name, permission] of names) {
      const isGranted = (await this.#asks(page, permission)) && this.#checks(page, permission)
      const setting = isGranted ? 'granted' : 'denied'
      await browser.send('Browser.setPermission', { permission: { name }, setting, origin })
    }
  }

  async #asks(page: WebContents, permission: Permission): Promise<boolean> {
    const answer = Promise.withResolvers<boolean>()
    if (!this.#request) return true
    this.#request(page, permission, answer.resolve, { isMainFrame: true, requestingUrl: page.getURL() })
    return answer.promise
  }

  #checks(page: WebContents, permission: Permission): boolean {
    const requestingUrl = page.getURL()
    const origin = `${requestingUrl.split('/', 3).join('/')}/`
    return this.#check?.(page, permission, origin, { isMainFrame: true, requestingUrl }) ?? true
  }
}
