import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import type { Locale } from '@/i18n'
import type { RunningShell, Shell } from './desktop'
import { startServe, type ServeProcess } from './serve-process'
import { START_MS, until } from './until'

/** The serve shell while it runs, and its browser. */
export interface RunningServedShell extends RunningShell {
  /** Kills the core and starts it again at the same address; the windows stay. */
  restart(): Promise<void>
}

interface Options {
  readonly locale?: Locale
  /** More of the serve shell's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** The serve shell with Debian's Chromium as its window. */
export const servedShell = ({ locale = 'en', env = {} }: Options = {}): Shell<RunningServedShell> => ({
  async start(dataFolder, complaints) {
    const browser = await launchChromium()
    let serve: ServeProcess | undefined
    const run = async (port = 0): Promise<ServeProcess> => (serve = await startServe({ dataFolder, env, port }))
    const close = async (): Promise<void> => {
      await browser.close()
      await serve?.stop()
    }
    try {
      const { origin, pid } = await run()
      const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } })
      await complaints.listen(context, (url) => url.startsWith(`${origin}/`) || /^(?:data|blob):/.test(url))
      await (await context.newPage()).goto(`${origin}/index.html`)
      return {
        pid,
        context,
        window: (part) => windowOf(context, part),
        async restart() {
          await serve?.kill()
          await run(Number(new URL(origin).port))
        },
        async kill() {
          await serve?.kill()
          await browser.close()
        },
        close
      }
    } catch (cause) {
      await close()
      throw cause
    }
  }
})

async function windowOf(context: BrowserContext, part: string): Promise<Page> {
  const look = (): Page | undefined => context.pages().find((page) => page.url().includes(part))
  const page = await until(`a window with ${part}`, look, START_MS)
  await page.waitForLoadState()
  return page
}

/** Debian's Chromium without a window on the screen. Its own sandbox refuses to run for root. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
