import { EventEmitter } from 'node:events'
import type { WebContents, WebFrameMain, WebPreferences } from 'electron'
import { ContentsIpc } from './contents-ipc'
import type { StandinPort } from './message-port'
import type { PageListener, StandinPage } from './page-session'
import type { FromPage } from './page/page'
import { toProduct } from './scheme-server'

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]
type Faithful =
  | 'id'
  | 'send'
  | 'getURL'
  | 'isDestroyed'
  | 'isCrashed'
  | 'setWindowOpenHandler'
  | 'reload'
  | 'forcefullyCrashRenderer'
  | 'executeJavaScript'
  | 'setIgnoreMenuShortcuts'
  | 'openDevTools'
let lastId = 0

/** The main frame of a page: what has an address and may be sent to. */
class StandinFrame implements Pick<WebFrameMain, 'url' | 'postMessage'> {
  readonly #url: () => string
  readonly #ipc: () => ContentsIpc

  constructor(url: () => string, ipc: () => ContentsIpc) {
    this.#url = url
    this.#ipc = ipc
  }

  get url(): string {
    return this.#url()
  }

  postMessage(channel: string, message: unknown, transfer: readonly object[] = []): void {
    this.#ipc().send(channel, [message], transfer as readonly StandinPort[])
  }
}

/** The page in a window, as the main process sees it. */
export class StandinContents extends EventEmitter implements Pick<WebContents, Faithful>, PageListener {
  readonly id = ++lastId
  readonly mainFrame: StandinFrame = new StandinFrame(
    () => this.getURL(),
    () => this.#ipc
  )
  readonly #ipc: ContentsIpc = new ContentsIpc(
    { sender: this, senderFrame: this.mainFrame, frameId: 1, processId: this.id, ports: [] },
    (message) => this.#page?.post(message)
  )
  readonly #preferences: WebPreferences
  #page: StandinPage | undefined
  #open: OpenHandler = () => ({ action: 'allow' })
  #crashed = false
  #destroyed = false

  constructor(preferences: WebPreferences) {
    super()
    this.#preferences = preferences
  }

  send(channel: string, ...args: unknown[]): void {
    this.#ipc.send(channel, args)
  }

  getURL(): string {
    return toProduct(this.#page?.url ?? '')
  }

  getLastWebPreferences(): WebPreferences {
    return this.#preferences
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  isCrashed(): boolean {
    return this.#crashed
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#open = handler
  }

  reload(): void {
    this.#crashed = false
    this.#page?.reload()
  }

  forcefullyCrashRenderer(): void {
    this.#page?.crash()
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return this.#page?.run(code)
  }

  setIgnoreMenuShortcuts(): void {}
  openDevTools(): void {}

  /** Takes the page that Chromium has opened for this window. */
  attach(page: StandinPage): void {
    this.#page = page
  }

  /** The window has closed. */
  destroyed(): void {
    this.#destroyed = true
    this.left()
    this.emit('destroyed')
  }

  receive(message: FromPage): void {
    if (message.kind === 'input') this.emit('input-event', {}, { type: message.type })
    else if (message.kind === 'preload-failed')
      process.stderr.write(`Unable to load preload script: ${message.message}\n`)
    else this.#ipc.receive(message)
  }

  mayNavigate(url: string, isMainFrame: boolean): boolean {
    let prevented = false
    const event = { url: toProduct(url), isMainFrame, preventDefault: () => (prevented = true) }
    if (isMainFrame) this.emit('will-navigate', event, event.url)
    this.emit('will-frame-navigate', event)
    return !prevented
  }

  /** What the product allows, the stand-in does not have. */
  wantsWindow(url: string): void {
    const { action } = this.#open({ url: toProduct(url) } as Parameters<OpenHandler>[0])
    if (action === 'allow') throw new Error('The stand-in opens no windows on behalf of pages')
  }

  loaded(title: string): void {
    this.emit('page-title-updated', {}, title)
    this.emit('did-finish-load')
  }

  left(): void {
    this.#ipc.closePorts()
  }

  crashed(): void {
    this.#crashed = true
    this.left()
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  }
}
