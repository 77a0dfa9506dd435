import { EventEmitter } from 'node:events'
import type { WebContents, WebFrameMain, WebPreferences } from 'electron'
import { makeCodec } from './codec'
import type { FromPage, ToPage } from './page/page'
import { ipcMain } from './ipc-main'
import { StandinPort } from './message-port'
import type { StandinPage } from './page-session'
import { toProduct } from './scheme-server'

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]
const codec = makeCodec()
let lastPort = 0
let lastId = 0

/** The main frame of a page: what may be sent to and what has an address. */
class StandinFrame implements Pick<WebFrameMain, 'url' | 'postMessage'> {
  readonly #contents: StandinContents
  constructor(contents: StandinContents) {
    this.#contents = contents
  }

  get url(): string {
    return this.#contents.getURL()
  }

  postMessage(channel: string, message: unknown, transfer: readonly object[] = []): void {
    this.#contents.deliver(channel, [message], transfer as readonly StandinPort[])
  }
}

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

/** The page in a window, as the main process sees it. */
export class StandinContents extends EventEmitter implements Pick<WebContents, Faithful> {
  readonly id = ++lastId
  readonly mainFrame = new StandinFrame(this)
  readonly #preferences: WebPreferences
  readonly #ports = new Map<string, StandinPort>()
  #page: StandinPage | undefined
  #open: OpenHandler = () => ({ action: 'allow' })
  #crashed = false
  #destroyed = false

  constructor(preferences: WebPreferences) {
    super()
    this.#preferences = preferences
  }

  send(channel: string, ...args: unknown[]): void {
    this.deliver(channel, args, [])
  }

  deliver(channel: string, args: readonly unknown[], transferred: readonly StandinPort[]): void {
    const ports = transferred.map((port) => this.#givePort(port))
    this.#post({ kind: 'send', channel, args: codec.encode(args), ports })
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

  /** A window or a tab that the page asks for. What the product allows, the stand-in does not have. */
  wantsWindow(url: string): void {
    const { action } = this.#open({ url: toProduct(url) } as Parameters<OpenHandler>[0])
    if (action === 'allow') throw new Error('The stand-in opens no windows on behalf of pages')
  }

  /** True when the product lets the page go where it wants to. */
  mayNavigate(url: string, isMainFrame: boolean): boolean {
    let prevented = false
    const event = { url: toProduct(url), isMainFrame, preventDefault: () => (prevented = true) }
    if (isMainFrame) this.emit('will-navigate', event, event.url)
    this.emit('will-frame-navigate', event)
    return !prevented
  }

  /** The page's document has gone, and its ports with it. */
  left(): void {
    for (const port of this.#ports.values()) port.close()
    this.#ports.clear()
  }

  crashed(): void {
    this.#crashed = true
    this.left()
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  }

  destroyed(): void {
    this.#destroyed = true
    this.left()
    this.emit('destroyed')
  }

  receive(message: FromPage): void {
    if (message.kind === 'invoke') void this.#invoked(message)
    else if (message.kind === 'send')
      ipcMain.emit(message.channel, this.#event(), ...(codec.decode(message.args) as unknown[]))
    else if (message.kind === 'port') this.#ports.get(message.id)?.receive(codec.decode(message.data))
    else if (message.kind === 'port-closed') this.#ports.get(message.id)?.close()
    else if (message.kind === 'input') this.emit('input-event', {}, { type: message.type })
    else process.stderr.write(`Unable to load preload script: ${message.message}\n`)
  }

  async #invoked({ id, channel, args }: Extract<FromPage, { kind: 'invoke' }>): Promise<void> {
    try {
      const value = await ipcMain.ask(channel, this.#event(), codec.decode(args) as unknown[])
      this.#post({ kind: 'reply', id, ok: true, value: codec.encode(value) })
    } catch (cause) {
      this.#post({ kind: 'reply', id, ok: false, value: codec.encode(String(cause)) })
    }
  }

  #event(): object {
    return { sender: this, senderFrame: this.mainFrame, frameId: 1, processId: this.id, ports: [] }
  }

  #givePort(port: StandinPort): string {
    const id = `port${++lastPort}`
    const near = port.give({
      post: (data) => this.#post({ kind: 'port', id, data: codec.encode(data) }),
      close: () => this.#post({ kind: 'port-closed', id })
    })
    if (near) this.#ports.set(id, near)
    return id
  }

  #post(message: ToPage): void {
    this.#page?.post(message)
  }
}
