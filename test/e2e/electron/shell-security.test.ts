import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NanoBridge } from '@shared/contract/nano-bridge'
import type { Notice } from '@shared/contract/wire'
import { callIn, signInFirst } from '../../support/bridge-page'
import { launchElectron, type ElectronApp } from '../../support/electron-app'
import { until } from '../../support/until'
import { startDisplay, type XDisplay } from '../../support/x-display'

/** In the pages. */
declare const nano: NanoBridge
declare const heard: Notice[]

const folder = mkdtempSync(join(tmpdir(), 'shell-'))
const dataFolder = join(folder, 'data')
let display: XDisplay
let app: ElectronApp
const windows: Record<'main' | 'console', Page> = {} as never

/** Runs a script as the page itself would, where its policy holds; a debugger's scripts are exempt. */
const inPage = (page: Page, script: string): Promise<unknown> =>
  page.evaluate(`new Promise((done) => setTimeout(() => { ${script} }))`)
const windowCount = (): Promise<number> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
const listenIn = (page: Page): Promise<unknown> =>
  page.evaluate('globalThis.heard = []; void nano.onEvent((n) => heard.push(n))')

beforeAll(async () => {
  display = await startDisplay()
  app = await launchElectron({ dataFolder, display: display.name })
  windows.main = await app.window('index.html')
  await signInFirst(windows.main)
  await windows.main.evaluate('void window.open("/console.html?guest=guest-1")')
  windows.console = await app.window('console.html')
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (url) => void opened.push(url)
  })
})

afterAll(async () => {
  await app?.quit()
  display?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(['main', 'console'] as const)('the %s window', (kind) => {
  const address = { main: 'index.html', console: 'console.html?guest=guest-1' }[kind]

  it('has nothing of Node or Electron but a frozen bridge of three functions', async () => {
    expect(
      await windows[kind].evaluate(`[
        ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in window),
        Object.keys(nano).sort(), Object.isFrozen(nano),
        (() => { try { window.nano = {} } catch {} return typeof nano.call })()
      ]`)
    ).toEqual([[], ['call', 'onEvent', 'openPort'], true, 'function'])
  })

  it('is isolated, sandboxed and without Node', async () => {
    const preferences = await app.evaluate(({ BrowserWindow }, part) => {
      const window = BrowserWindow.getAllWindows().find((open) => open.webContents.getURL().includes(part))
      return (window?.webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()
    }, address)
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false
    })
  })

  it('comes from our own protocol', async () => {
    expect(
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((open) => open.webContents.getURL()))
    ).toContainEqual(expect.stringMatching(`^app://bundle/${address.replace('?', '\\?')}`))
  })

  it('evaluates no text as script', async () => {
    expect(await inPage(windows[kind], 'try { done((0, eval)("1")) } catch (cause) { done(cause.name) }')).toBe(
      'EvalError'
    )
  })

  it('runs no script written into the page', async () => {
    expect(
      await inPage(
        windows[kind],
        `addEventListener('securitypolicyviolation', (event) => done([event.effectiveDirective, window.ran]), { once: true })
         document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }))`
      )
    ).toEqual(['script-src-elem', undefined])
  })

  it.each(['https://example.org/', 'file:///etc/passwd', 'data:text/plain,x'])(
    'connects to nothing, not %s',
    async (url) => {
      expect(await inPage(windows[kind], `fetch('${url}').then(() => done('connected'), () => done('refused'))`)).toBe(
        'refused'
      )
    }
  )

  it('embeds no other page', async () => {
    expect(
      await inPage(
        windows[kind],
        `addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), { once: true })
         document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.org/' }))`
      )
    ).toBe('frame-src')
  })

  it.each(['https://example.org/', 'file:///etc/passwd', '/console.html?guest=guest-2', '/index.html?elsewhere'])(
    'does not go to %s',
    async (url) => {
      const before = windows[kind].url()
      await windows[kind].evaluate(`void (location.href = '${url}')`)
      // The next answer comes from whatever page is there then.
      expect(await callIn(windows[kind], 'session.current', {})).toMatchObject({ ok: true })
      expect(windows[kind].url()).toBe(before)
    }
  )

  it.each([
    'https://example.org/',
    'file:///etc/passwd',
    'javascript:1',
    'about:blank',
    '/index.html',
    'https://www.qemu.org/'
  ])('opens no window for %s, nor a browser', async (url) => {
    const before = await windowCount()
    await windows[kind].evaluate(`void window.open('${url}')`)
    expect(await callIn(windows[kind], 'session.current', {})).toMatchObject({ ok: true })
    expect(await windowCount()).toBe(before)
    expect(await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([])
  })

  it.each(['geolocation', 'camera', 'microphone', 'midi'])('has no permission for %s', async (name) => {
    expect(
      await windows[kind].evaluate(`navigator.permissions.query({ name: '${name}' }).then(({ state }) => state)`)
    ).toBe('denied')
  })

  it.each([
    ['a number', 42, {}],
    ['null', null, {}],
    ['an object', { toString: 'system.get' }, {}],
    ['a name that nothing has', 'system.destroy', {}],
    ['the name of a property of every object', '__proto__', {}],
    ['a name longer than any', 'system.get'.repeat(1000), {}],
    ['an input of another shape', 'session.create', [1, 2, 3]],
    ['an input of a wrong type', 'session.create', { user: 1, password: {} }]
  ])('is refused %s', async (_what, operation, input) => {
    expect(await callIn(windows[kind], operation, input)).toMatchObject({
      ok: false,
      error: { code: expect.any(String) }
    })
  })

  it('is refused far too large an input', async () => {
    expect(
      await windows[kind].evaluate(() => nano.call('session.create', { user: 'ada', password: 'x'.repeat(8 << 20) }))
    ).toMatchObject({ ok: false, error: { code: expect.any(String) } })
  })

  it('gets no channel for a ticket that was never given', async () => {
    expect(
      await inPage(
        windows[kind],
        `addEventListener('message', ({ data, ports }) => { if (data.nano_port === 'nonsense') ports[0].onmessage = (event) => done(event.data.signal) })
         nano.openPort('nonsense')`
      )
    ).toBe('closed')
  })
})

describe('a console window', () => {
  it.each([
    ['guest.list', {}],
    ['user.list', {}],
    ['system.fillDemo', { guests: 1 }],
    ['guest.remove', { id: 'guest-1' }],
    ['system.checks', {}]
  ])('may not call %s', async (operation, input) =>
    expect(await callIn(windows.console, operation, input)).toMatchObject({ ok: false })
  )

  it.each([
    ['guest.get', { id: 'guest-2' }],
    ['instance.stop', { id: 'guest-2' }],
    ['monitorChannel.create', { guest: 'guest-2' }]
  ])('may not touch another guest with %s', async (operation, input) => {
    expect(await callIn(windows.console, operation, input)).toMatchObject({
      ok: false,
      error: { code: 'PERMISSION_DENIED' }
    })
  })

  it('opens no console of another guest', async () => {
    const before = await windowCount()
    await windows.console.evaluate('void window.open("/console.html?guest=guest-2")')
    expect(await callIn(windows.console, 'session.current', {})).toMatchObject({ ok: true })
    expect(await windowCount()).toBe(before)
  })

  it('hears nothing of other guests and tasks', async () => {
    await Promise.all([listenIn(windows.main), listenIn(windows.console)])
    expect(await callIn(windows.main, 'system.fillDemo', { guests: 2 })).toMatchObject({ ok: true })
    await until('the fleet in the main window', () =>
      windows.main.evaluate(() =>
        heard.some(({ name, payload }) => name === 'task.changed' && payload.state === 'done')
      )
    )
    expect(await windows.console.evaluate(() => heard)).toEqual([])
  })

  it('is one per guest', async () => {
    const before = await windowCount()
    await windows.main.evaluate('void window.open("/console.html?guest=guest-1")')
    expect(await callIn(windows.main, 'system.get', {})).toMatchObject({ ok: true })
    expect(await windowCount()).toBe(before)
  })
})

describe('the main window', () => {
  it('hands a link of the known hosts to the browser when a person clicks it', async () => {
    await windows.main.evaluate(
      `void document.body.prepend(Object.assign(document.createElement('a'), { id: 'out', href: 'https://www.qemu.org/docs/', target: '_blank', textContent: 'out' }))`
    )
    await windows.main.locator('#out').click()
    await until('the link to be handed on', () =>
      app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.includes('https://www.qemu.org/docs/'))
    )
  })
})
