import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { signInFirst } from '../../support/bridge-page'
import { launchElectron, runElectron, type ElectronApp } from '../../support/electron-app'
import { until } from '../../support/until'
import { startDisplay, type XDisplay } from '../../support/x-display'

describe('the desktop app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shell-'))
  const dataFolder = join(folder, 'data')
  let display: XDisplay
  let app: ElectronApp | undefined

  /** Starts the app; a test that has ended it starts it again. */
  async function start(): Promise<ElectronApp> {
    app = await launchElectron({ dataFolder, display: display.name })
    await app.window('index.html')
    return app
  }
  const startAgain = (link: string): Promise<{ code: number | null }> =>
    runElectron({ dataFolder, display: display.name, args: [link] })

  beforeAll(async () => void (display = await startDisplay()))
  afterEach(async () => void (await app?.quit()))
  afterAll(() => {
    display.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('says why it cannot start in a folder that is a file', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const { code, output } = await runElectron({ dataFolder: file, display: display.name })
    expect(code).toBe(1)
    expect(output).toContain(`The data folder ${file} cannot be used`)
  })

  it('opens its window again where it was', async () => {
    const bounds = { x: 300, y: 200, width: 1000, height: 700 }
    const first = await start()
    await first.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), bounds)
    expect(await first.quit()).toBe(0)
    const second = await start()
    expect(await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(bounds)
  })

  it('starts again after it was killed', async () => {
    await (await start()).kill()
    await start()
  })

  it('comes to the front when it is started again, and opens the console of a deep link', async () => {
    const running = await start()
    const consoles = (): string[] =>
      running.pages.map((page) => page.url()).filter((url) => url.includes('console.html'))
    expect(await startAgain('nano://guest/guest-3/console')).toMatchObject({ code: 0 })
    await running.window('console.html?guest=guest-3')
    expect(await startAgain('nano://guest/../console')).toMatchObject({ code: 0 })
    await until('the main window in front', () =>
      running.evaluate(({ BrowserWindow }) =>
        Boolean(BrowserWindow.getFocusedWindow()?.webContents.getURL().includes('index.html'))
      )
    )
    expect(consoles()).toHaveLength(1)
  })

  it('loads a window again whose page has crashed, still signed in', async () => {
    const running = await start()
    await signInFirst(await running.window('index.html'))
    await running.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
    )
    const signedIn = (): Promise<boolean> =>
      running.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
          'nano.call("session.current", {}).then(({ value }) => value.session.user === "ada")'
        )
      )
    // While the page is down there is nobody to ask.
    await until('the page to answer again', () => signedIn().catch(() => false))
  })
})
