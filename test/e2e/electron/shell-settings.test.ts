import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { signInFirst } from '../../support/bridge-page'
import { launchElectron, type ElectronApp } from '../../support/electron-app'
import { freePort } from '../../support/free-port'
import { START_MS, until } from '../../support/until'
import { startDisplay, type XDisplay } from '../../support/x-display'

describe('the settings of the desktop app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'))
  let display: XDisplay
  let app: ElectronApp

  async function start(): Promise<Page> {
    app = await launchElectron({ dataFolder: join(folder, 'data'), display: display.name })
    return app.window('index.html')
  }
  async function onSettings(page: Page): Promise<void> {
    await page.evaluate(`void (location.hash = '/settings')`)
    await page.reload()
    await page.waitForSelector('.settings-scroll')
  }

  beforeAll(async () => void (display = await startDisplay()))
  afterEach(async () => {
    await app.quit()
    rmSync(join(folder, 'data'), { recursive: true, force: true })
  })
  afterAll(() => {
    display.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('open the API to programs and shut it again, save a support bundle, and sign in by itself', async () => {
    const port = await freePort()
    const version = async (): Promise<unknown> => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/system/`)
      return ((await answer.json()) as { data: { version: string } }).data.version
    }
    let page = await start()
    await signInFirst(page)
    await onSettings(page)
    await page.locator('input[data-test=rest-port]').fill(String(port))
    await page.locator('[data-test=rest]').click()
    await page.getByText(`http://127.0.0.1:${port}/api/v1/`).waitFor()
    expect(await version()).toMatch(/^\d/)

    // What the system's own dialog would give: a file that the test can read back.
    await page.evaluate(`window.showSaveFilePicker = async () =>
      (await navigator.storage.getDirectory()).getFileHandle('bundle', { create: true })`)
    await page.locator('[data-test=bundle]').click()
    const saved = (): Promise<number[]> =>
      page.evaluate(`navigator.storage.getDirectory()
        .then((root) => root.getFileHandle('bundle')).then((handle) => handle.getFile())
        .then((file) => file.arrayBuffer()).then((bytes) => [...new Uint8Array(bytes)]).catch(() => [])`)
    const bundle = Buffer.from(
      await until(
        'the bundle',
        async () => {
          const bytes = await saved()
          return bytes.length > 0 ? bytes : undefined
        },
        START_MS
      )
    )
    expect(execFileSync('tar', ['-tzf', '-'], { input: bundle }).toString()).toBe('report.json\napp.log\n')

    await page.locator('[data-test=automatic]').click()
    await page.locator('[data-test=automatic].is-checked').waitFor()
    expect(await app.quit()).toBe(0)
    page = await start()
    // The API is still open, and nobody has to sign in again.
    expect(await version()).toMatch(/^\d/)
    await page.waitForSelector('.frame')
    await onSettings(page)
    await page.locator('[data-test=rest]').click()
    await until('nobody there', () =>
      version().then(
        () => false,
        () => true
      )
    )
  })
})
