import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { callIn, signInFirst } from '../../support/bridge-page'
import { launchElectron, type ElectronApp } from '../../support/electron-app'
import { until } from '../../support/until'
import { startDisplay, type XDisplay } from '../../support/x-display'

/** What the stand-in alone lets a test look at. */
type Shown = {
  Tray: { all?: { menu: { items: { label?: string; submenu?: { label: string; click(): void }[] }[] } }[] }
}

describe('the desktop', () => {
  let folder: string
  let display: XDisplay
  let app: ElectronApp

  async function start(args: readonly string[] = []): Promise<Page> {
    app = await launchElectron({ dataFolder: join(folder, 'data'), display: display.name, args })
    return app.window('index.html')
  }
  /** Signed in, with the application's pages on the screen. */
  async function signedIn(): Promise<Page> {
    const page = await start()
    await signInFirst(page)
    await page.reload()
    await page.waitForSelector('.frame')
    return page
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desktop-'))
    display = await startDisplay()
  })
  afterEach(async () => {
    await app.quit()
    rmSync(join(folder, 'data'), { recursive: true, force: true })
  })
  afterAll(() => {
    display.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('has the commands of the palette in its menu', async () => {
    const page = await signedIn()
    const choose = (id: string): Promise<unknown> =>
      app.evaluate(({ Menu, BrowserWindow }, wanted) => {
        const [window] = BrowserWindow.getAllWindows()
        Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(undefined, window, window?.webContents)
      }, id)
    await choose('create-guest')
    await until('the page', () => page.url().endsWith('#/guests/new'))
    await choose('palette')
    await page.keyboard.type('images')
    await page.waitForSelector('[role=option]')
    await page.keyboard.press('Escape')
    await choose('import-images')
    await page.waitForSelector('.el-dialog input[type=file]', { state: 'attached' })
  })

  it('speaks the language of its windows, and does so when it starts again', async () => {
    const label = (): Promise<string | undefined> =>
      app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('create-guest')?.label)
    const page = await signedIn()
    expect(await label()).toBe('New Guest…')
    await page.evaluate("localStorage.setItem('nano.preferences', JSON.stringify({ language: 'zh-CN' }))")
    await page.reload()
    await until('the Chinese menu', async () => (await label()) === '新建虚拟机…')
    const tray = await app.evaluate((electron) =>
      (electron as unknown as Shown).Tray.all?.[0]?.menu.items.flatMap(({ label }) => label ?? [])
    )
    // Electron itself keeps its tray to itself.
    if (tray !== undefined) expect(tray).toContain('没有正在运行的虚拟机')
    await app.quit()
    app = await launchElectron({ dataFolder: join(folder, 'data'), display: display.name })
    expect(await until('a menu', label)).toBe('新建虚拟机…')
  })

  it('asks before it ends while a task runs, and stays when told so', async () => {
    const page = await signedIn()
    await app.evaluate(({ dialog }) => {
      const asked = ((globalThis as unknown as { asked: string[] }).asked = [] as string[])
      dialog.showMessageBox = async (...args: unknown[]) => {
        asked.push((args.at(-1) as { message: string }).message)
        return { response: 1, checkboxChecked: false }
      }
    })
    expect(await callIn(page, 'system.fillDemo', { guests: 20_000 })).toMatchObject({ ok: true })
    await app.evaluate(({ app }) => app.quit())
    expect(await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual([
      'A task is still running.'
    ])
    expect(await callIn(page, 'system.get', {})).toMatchObject({ ok: true })
  })

  it('opens the console of a guest again where it was', async () => {
    const bounds = { x: 320, y: 240, width: 900, height: 650 }
    const link = 'nano://guest/guest-3/console'
    const place = (): Promise<unknown> =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((window) => window.webContents.getURL().includes('console.html'))
          ?.getBounds()
      )
    await start([link])
    await app.window('console.html?guest=guest-3')
    await app.evaluate(
      ({ BrowserWindow }, wanted) =>
        BrowserWindow.getAllWindows()
          .find((window) => window.webContents.getURL().includes('console.html'))
          ?.setBounds(wanted),
      bounds
    )
    expect(await app.quit()).toBe(0)
    await start([link])
    await app.window('console.html?guest=guest-3')
    expect(await place()).toEqual(bounds)
  })

  it('may tell of tasks that have ended', async () => {
    const page = await start()
    expect(await page.evaluate('Notification.permission')).toBe('granted')
  })

  it('keeps the guests that run in the tray of their user, with their consoles', async () => {
    const page = await signedIn()
    const tray = (): Promise<string[] | undefined> =>
      app.evaluate((electron) =>
        (electron as unknown as Shown).Tray.all?.[0]?.menu.items.flatMap(({ label }) => label ?? [])
      )
    const known = await tray()
    // Electron itself keeps its tray to itself; the menu is tested by `shell-menus` then.
    if (known === undefined) return
    expect(known).toContain('No guest is running')
    await callIn(page, 'system.fillDemo', { guests: 30 })
    await until('guests in the tray', async () => (await tray())?.some((label) => label.startsWith('and ')))
    await app.evaluate((electron) => {
      const items = (electron as unknown as Shown).Tray.all?.[0]?.menu.items ?? []
      items
        .find(({ submenu }) => submenu)
        ?.submenu?.find(({ label }) => label === 'Open Console')
        ?.click()
    })
    await app.window('console.html?guest=')
  })
})
