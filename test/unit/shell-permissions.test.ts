import type { Session } from 'electron'
import { describe, expect, it } from 'vitest'
import { DailyFile } from '@main/kernel/daily-file'
import { Logger } from '@main/kernel/logger'
import { guardSession } from '@main/shell/guard-session'
import { BUNDLE_ORIGIN, ownPages } from '@main/shell/own-pages'

type Ask = (contents: object, permission: string, answer: (granted: boolean) => void, details: object) => void
type Check = (contents: object | null, permission: string, origin: string, details: object) => boolean
type Download = (event: { preventDefault(): void }, item: { getURL(): string }) => void

/** A fake session: it keeps the handlers, so that a test may call them as Electron would. */
function guarded(): { asks: Ask; checks: Check; device: () => boolean; download: Download } {
  const kept: Record<string, unknown> = {}
  const session = {
    setPermissionRequestHandler: (handler: unknown) => (kept['asks'] = handler),
    setPermissionCheckHandler: (handler: unknown) => (kept['checks'] = handler),
    setDevicePermissionHandler: (handler: unknown) => (kept['device'] = handler),
    on: (_event: string, listener: unknown) => (kept['download'] = listener)
  }
  const log = new Logger(new DailyFile('/dev/null/nowhere', 'shell'), { now: () => new Date(0), sleep: async () => {} })
  log.warn = () => {}
  guardSession(session as unknown as Session, ownPages(BUNDLE_ORIGIN), log)
  return kept as ReturnType<typeof guarded>
}

const ours = 'app://bundle/console.html?guest=x'
const mine = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'fileSystem',
  'fullscreen',
  'keyboardLock',
  'notifications',
  'pointerLock'
]
const others = ['media', 'geolocation', 'midi', 'usb', 'serial', 'hid', 'openExternal', 'display-capture', 'unknown']

describe('a permission', () => {
  const { asks, checks, device, download } = guarded()
  const asked = (permission: string, requestingUrl: string, isMainFrame = true): boolean | undefined => {
    let granted: boolean | undefined
    asks({}, permission, (answer) => (granted = answer), { requestingUrl, isMainFrame })
    return granted
  }
  const contents = { getURL: () => ours }
  const checked = (permission: string, origin: string, isMainFrame = true): boolean =>
    checks(contents, permission, origin, { isMainFrame })

  it.each(mine)('for %s is granted to our own pages', (permission) => {
    expect(asked(permission, ours)).toBe(true)
    expect(checked(permission, 'app://bundle/')).toBe(true)
  })

  it.each(others)('for %s is denied to everybody', (permission) => {
    expect(asked(permission, ours)).toBe(false)
    expect(checked(permission, 'app://bundle/')).toBe(false)
  })

  it('is denied to other origins, to frames within a page and to what has no page', () => {
    expect(asked('fullscreen', 'https://example.org/')).toBe(false)
    expect(asked('fullscreen', ours, false)).toBe(false)
    expect(checked('fullscreen', 'https://example.org/')).toBe(false)
    expect(checked('fullscreen', 'app://bundle/', false)).toBe(false)
    expect(checks(null, 'fullscreen', 'app://bundle/', { isMainFrame: true })).toBe(false)
  })

  it('for a device is denied', () => expect(device()).toBe(false))

  it.each([
    ['blob:app://bundle/0b5c', true],
    ['app://bundle/x.iso', true],
    ['https://example.org/x.iso', false],
    ['blob:https://example.org/0b5c', false]
  ])('to save %s is %s', (url, allowed) => {
    let prevented = false
    download({ preventDefault: () => (prevented = true) }, { getURL: () => url })
    expect(!prevented).toBe(allowed)
  })
})
