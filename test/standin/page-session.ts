import { readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import type { CdpSession } from './cdp'
import type { PageTarget } from './chromium'
import type { FromPage, ToPage } from './page/page'
import { pageScript } from './page-script'

const WORLD = 'Electron Isolated Context'

/** Who hears of what a page does. */
export interface PageListener {
  receive(message: FromPage): void
  /** A navigation, of the page or of a frame in it, happens only when this says so. */
  mayNavigate(url: string, isMainFrame: boolean): boolean
  /** The page has asked for a window of its own. */
  wantsWindow(url: string): void
  loaded(title: string): void
  /** The document has gone. */
  left(): void
  crashed(): void
}

/** One page of Chromium, prepared before its first script runs. */
export class StandinPage {
  readonly #listener: PageListener
  #target: PageTarget | undefined
  #url: string
  #world: number | undefined

  constructor(url: string, listener: PageListener) {
    this.#url = url
    this.#listener = listener
  }

  get url(): string {
    return this.#url
  }

  /** Puts both worlds in place, then lets the page go. */
  async prepare(target: PageTarget, preload: string | undefined): Promise<void> {
    this.#target = target
    const key = randomUUID()
    const source = preload && { path: preload, code: readFileSync(preload, 'utf8') }
    this.#listen(target)
    const { send } = target.session
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
    if (this.#world !== undefined) this.#command('Runtime.evaluate', { expression, contextId: this.#world })
  }

  /** Runs a script in the page's own world; gives what it comes to. */
  async run(expression: string): Promise<unknown> {
    const parameters = { expression, awaitPromise: true, returnByValue: true }
    const ran = await this.#target?.session.send('Runtime.evaluate', parameters)
    const { exceptionDetails } = ran ?? {}
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return ran?.result.value
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

  /** A page that is on its way out neither obeys nor answers. */
  #command(...command: Parameters<CdpSession['send']>): void {
    this.#target?.session.send(...command).catch(() => {})
  }

  #listen({ session: { on }, id }: PageTarget): void {
    on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string }
      if (context.name === WORLD && frameId === id) this.#world = context.id
    })
    on('Runtime.bindingCalled', ({ payload }) => this.#listener.receive(JSON.parse(payload) as FromPage))
    on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return
      if (frame.url !== 'about:blank') this.#url = frame.url + (frame.urlFragment ?? '')
      this.#listener.left()
    })
    on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === id) this.#url = url
    })
    on('Page.windowOpen', ({ url }) => this.#listener.wantsWindow(url))
    on('Page.loadEventFired', () => {
      // A page that has gone again was not loaded.
      this.#loaded().catch(() => {})
    })
    on('Inspector.targetCrashed', () => this.#listener.crashed())
    on('Fetch.requestPaused', ({ requestId, request, frameId }) => {
      const isMainFrame = frameId === id
      const isAsked = isMainFrame && request.url === this.#url.split('#', 1)[0]
      if (isAsked || this.#listener.mayNavigate(request.url, isMainFrame))
        this.#command('Fetch.continueRequest', { requestId })
      // Without an error page, as if nobody had asked.
      else this.#command('Fetch.fulfillRequest', { requestId, responseCode: 204 })
    })
  }

  /** The empty page before ours loads too, and counts for nothing. */
  async #loaded(): Promise<void> {
    const [href, state, title] = (await this.run('[location.href, document.readyState, document.title]')) as string[]
    if (state === 'complete' && href !== 'about:blank') this.#listener.loaded(title ?? '')
  }
}
