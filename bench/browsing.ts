import { readdir, readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchChromium } from '../test/support/served-shell'
import { servedSession } from './bench-session'

/** The benchmarks' browser: Chromium without a screen, so that the processor paints as well. */
export class Browsing {
  readonly #browser: Browser
  readonly context: BrowserContext

  private constructor(browser: Browser, context: BrowserContext) {
    this.#browser = browser
    this.context = context
  }

  /** `init` runs in every page before its own scripts. */
  static async open({ height = 800, init = '' } = {}): Promise<Browsing> {
    const browser = await launchChromium()
    const context = await browser.newContext({ viewport: { width: 1280, height } })
    await context.addInitScript(init)
    return new Browsing(browser, context)
  }

  /** A page of the app, signed in. */
  async page(origin: string, path: string): Promise<Page> {
    const page = await this.context.newPage()
    await page.addInitScript(`sessionStorage.setItem('nano.session', '${await servedSession(origin)}')`)
    await page.goto(origin + path)
    return page
  }

  /** A page of somebody else's. */
  async plainPage(url: string): Promise<Page> {
    const page = await this.context.newPage()
    await page.goto(url)
    return page
  }

  /** The guest list, signed in, with rows to be seen. */
  async list(origin: string): Promise<Page> {
    const page = await this.page(origin, '/index.html')
    await page.locator('[data-guest]').first().waitFor()
    return page
  }

  async tools(page: Page): Promise<Tools> {
    const session = await this.context.newCDPSession(page)
    return { post: (method, params) => session.send(method as 'Runtime.getHeapUsage', params) }
  }

  close(): Promise<void> {
    return this.#browser.close()
  }
}

/** The DevTools of a page, or of a Node process. */
export interface Tools {
  post(method: string, params?: object): Promise<unknown>
}

/** Bytes of JavaScript's heap that are in use once what nobody needs is gone. */
export async function heapOf(tools: Tools): Promise<number> {
  await tools.post('HeapProfiler.collectGarbage')
  return ((await tools.post('Runtime.getHeapUsage')) as { usedSize: number }).usedSize
}

const TICK_MS = 10

/** Milliseconds of processor time that this process and all below it have taken: the core and the browser. */
export async function processorTime(): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')))
  const all = stats.filter((line) => line !== '').map(statOf)
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]))
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parents.get(pid) ?? 0))
  return all.filter(({ pid }) => isOurs(pid)).reduce((sum, { ticks }) => sum + ticks * TICK_MS, 0)
}

/** proc(5), /proc/PID/stat: the name may have blanks and is in parentheses; after it state, parent, ..., utime, stime. */
function statOf(line: string): { readonly pid: number; readonly parent: number; readonly ticks: number } {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return { pid: Number.parseInt(line), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
}
