import { chromium, type Browser } from 'playwright-core'
import type { Locale } from '@/i18n'
import type { Shell } from './desktop'
import { startServe } from './serve-process'

/** The serve shell with Debian's Chromium as its window. */
export const servedShell = (locale: Locale = 'en', args: readonly string[] = []): Shell => ({
  name: `serve shell, ${locale}`,
  async start(dataFolder, complaints) {
    const serve = await startServe({ dataFolder, args })
    const browser = await launchChromium()
    const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } })
    await complaints.listen(context, (url) => url.startsWith(`${serve.origin}/`) || /^(?:data|blob):/.test(url))
    await (await context.newPage()).goto(`${serve.origin}/index.html`)
    return {
      pid: serve.pid,
      context,
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
