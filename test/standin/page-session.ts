import { readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import type { CdpSession } from './cdp'
import type { PageTarget } from './chromium'
import type { FromPage, ToPage } from './page/page'
import { pageScript } from './page-script'

const WORLD = 'Electron Isolated Context'

/** What a window wants to hear of its page. */
export interface PageListener {
  receive(message: FromPage): void
  mayNavigate(url: string, isMainFrame: boolean): boolean
  wantsWindow(url: string): void
  loaded(): void
  titled(title: string): void
  left(): void
  crashed(): void
}

/** One page of Chromium, prepared before its first script runs. */
export class StandinPage {
  readonly #cdp: CdpSession
  readonly #id: string
  readonly #listener: PageListener
  #url: string
  #world: number | undefined

  constructor({ session, id }: PageTarget, url: string, listener: PageListener) {
    this.#cdp = session
    this.#id = id
    this.#url = url
    this.#listener = listener
  }

  get url(): string {
    return this.#url
  }

  get id(): string {
    return this.#id
  }

  /** Puts both worlds in place, then lets the page go. */
  async prepare(preload: string | undefined): Promise<void> {
    const key = randomUUID()
    const source = preload && { path: preload, code: readFileSync(preload, 'utf8') }
    this.#listen()
    const { send } = this.#cdp
    const ready = [
      send('Page.enable'),
      send('Runtime.enable'),
      send('Inspector.enable'),
      send('Runtime.addBinding', { name: 'standinPost', executionContextName: WORLD }),
      send('Page.addScriptToEvaluateOnNewDocument', {
        source: pageScript({ world: 'main', key }),
        runImmediately: true
      }),
      send('Page.addScriptToEvaluateOnNewDocument', {
        source: pageScript({ world: 'isolated', key, ...(source && { preload: source }) }),
        worldName: WORLD,
        runImmediately: true
      }),
      send('Fetch.enable', { patterns: [{ resourceType: 'Document', urlPattern: '*' }] })
    ]
    await send('Runtime.runIfWaitingForDebugger')
    await Promise.all(ready)
  }

  post(message: ToPage): void {
    const expression = `standinReceive(${JSON.stringify(JSON.stringify(message))})`
    // A page that is on its way out hears nothing more.
    this.#cdp
      .send('Runtime.evaluate', { expression, ...(this.#world !== undefined && { contextId: this.#world }) })
      .catch(() => {})
  }

  /** Runs a script in the page's own world; gives what it comes to. */
  async run(expression: string): Promise<unknown> {
    const ran = await this.#cdp.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (ran.exceptionDetails) throw new Error(ran.exceptionDetails.exception?.description ?? ran.exceptionDetails.text)
    return ran.result.value
  }

  navigate(url: string): void {
    this.#url = url
    this.#command('Page.navigate', { url })
  }

  reload(): void {
    this.#command('Page.reload')
  }

  crash(): void {
    this.#command('Page.crash')
  }

  close(): void {
    this.#command('Page.close')
  }

  focus(): void {
    this.#command('Page.bringToFront')
  }

  /** What has no answer because the page ended meanwhile needs none. */
  #command(
    method: 'Page.navigate' | 'Page.reload' | 'Page.crash' | 'Page.close' | 'Page.bringToFront',
    params?: never | { url: string }
  ): void {
    this.#cdp.send(method, params as never).catch(() => {})
  }

  #listen(): void {
    const { on } = this.#cdp
    on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string }
      if (context.name === WORLD && frameId === this.#id) this.#world = context.id
    })
    on('Runtime.bindingCalled', ({ payload }) => this.#listener.receive(JSON.parse(payload) as FromPage))
    on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return
      if (frame.url !== 'about:blank') this.#url = frame.url + (frame.urlFragment ?? '')
      this.#listener.left()
    })
    on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === this.#id) this.#url = url
    })
    on('Page.windowOpen', ({ url }) => this.#listener.wantsWindow(url))
    on('Inspector.targetCrashed', () => this.#listener.crashed())
    on('Page.loadEventFired', () => void this.#loaded())
    on('Fetch.requestPaused', ({ requestId, request, frameId }) => {
      const isMainFrame = frameId === this.#id
      const asked = isMainFrame && request.url === this.#url.split('#', 1)[0]
      const may = asked || this.#listener.mayNavigate(request.url, isMainFrame)
      // Without an error page, as if nobody had asked.
      if (may) this.#cdp.send('Fetch.continueRequest', { requestId }).catch(() => {})
      else this.#cdp.send('Fetch.fulfillRequest', { requestId, responseCode: 204 }).catch(() => {})
    })
  }

  /** The empty page before ours loads too, and counts for nothing. */
  async #loaded(): Promise<void> {
    const expression = '[location.href, document.readyState, document.title]'
    const [href, state, title] = (await this.run(expression)) as [string, string, string]
    if (state !== 'complete' || (href === 'about:blank' && this.#url !== href)) return
    this.#listener.titled(title)
    this.#listener.loaded()
  }
}
