import { chromium, type Browser } from 'playwright-core'
import type { Locale } from '@/i18n'
import type { RunningShell, Shell } from './desktop'
import { startServe } from './serve-process'

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
    let serve = await startServe({ dataFolder, env })
    const port = Number(new URL(serve.origin).port)
    const browser = await launchChromium()
    const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } })
    await complaints.listen(context, (url) => url.startsWith(`${serve.origin}/`) || /^(?:data|blob):/.test(url))
    await (await context.newPage()).goto(`${serve.origin}/index.html`)
    return {
      get pid() {
        return serve.pid
      },
      context,
      async restart() {
        await serve.kill()
        serve = await startServe({ dataFolder, env, port })
      },
      async kill() {
        await serve.kill()
        await browser.close()
      },
      async close() {
        await browser.close()
        await serve.stop()
      }
    }
  }
})

/** Chromium's own sandbox refuses to run for root. */
const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
