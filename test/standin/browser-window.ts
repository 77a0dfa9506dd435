import { EventEmitter } from 'node:events'
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron'
import type { CdpSession } from './cdp'
import type { Chromium } from './chromium'
import type { FromPage } from './page/page'
import { StandinPage, type PageListener } from './page-session'
import type { StandinSession } from './permissions'
import { toReal } from './scheme-server'
import { StandinContents } from './web-contents'

/** What windows need of the whole; set when Chromium is up. */
export interface Desk {
  readonly chromium: Chromium
  readonly browser: CdpSession
  readonly session: StandinSession
  /** Called when the last window has closed. */
  readonly emptied: () => void
}

type Faithful =
  | 'id'
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'restore'
  | 'maximize'
  | 'close'
  | 'destroy'
  | 'removeMenu'
  | 'isMinimized'
  | 'isMaximized'
  | 'isDestroyed'
  | 'isVisible'
  | 'getTitle'
  | 'setTitle'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'

let desk: Desk | undefined
let lastId = 0

/** A native window with a page of the real Chromium. It is visible as soon as it has a page. */
export class StandinWindow extends EventEmitter implements Pick<BrowserWindow, Faithful>, PageListener {
  static readonly #all = new Set<StandinWindow>()
  readonly id = ++lastId
  readonly webContents: StandinContents
  readonly #preload: string | undefined
  readonly #bounds: Rectangle
  #page: StandinPage | undefined
  #windowId: number | undefined
  #title: string
  #loads = Promise.withResolvers<void>()
  #shown = false
  #ready = false
  #state: 'normal' | 'minimized' | 'maximized' = 'normal'
  #destroyed = false

  /** Called once, before the product may open windows. */
  static use(given: Desk): void {
    desk = given
  }

  static getAllWindows(): StandinWindow[] {
    return [...StandinWindow.#all]
  }

  static getFocusedWindow(): StandinWindow | null {
    return [...StandinWindow.#all].at(-1) ?? null
  }

  constructor({ title, x, y, width, height, show, webPreferences }: BrowserWindowConstructorOptions) {
    super()
    this.webContents = new StandinContents(webPreferences ?? {})
    this.#preload = webPreferences?.preload
    this.#title = title ?? ''
    this.#shown = show !== false
    this.#bounds = { x: x ?? 24 * this.id, y: y ?? 24 * this.id, width: width ?? 800, height: height ?? 600 }
    StandinWindow.#all.add(this)
  }

  async loadURL(address: string): Promise<void> {
    const url = toReal(address)
    this.#loads = Promise.withResolvers()
    if (this.#page) this.#page.navigate(url)
    else await this.#open(url, address)
    return this.#loads.promise
  }

  async #open(url: string, address: string): Promise<void> {
    if (!desk) throw new Error('Cannot create BrowserWindow before app is ready')
    const { chromium, browser, session } = desk
    await session.settle(
      browser,
      Object.create(this.webContents, { getURL: { value: () => address } }) as object,
      address,
      new URL(url).origin
    )
    const target = await chromium.openWindow(url, () => this.#closedFromOutside())
    this.#page = new StandinPage(target, url, this)
    this.webContents.attach(this.#page)
    await this.#page.prepare(this.#preload)
    this.#windowId = (await browser.send('Browser.getWindowForTarget', { targetId: target.id })).windowId
    this.#place()
    if (this.#state !== 'normal') this.#arrange({ windowState: this.#state })
  }

  show(): void {
    this.#shown = true
    this.emit('show')
  }

  focus(): void {
    StandinWindow.#all.delete(this)
    StandinWindow.#all.add(this)
    this.#page?.focus()
    this.emit('focus')
  }

  maximize(): void {
    this.#become('maximized')
  }

  minimize(): void {
    this.#become('minimized')
  }

  restore(): void {
    this.#become('normal')
  }

  isMinimized(): boolean {
    return this.#state === 'minimized'
  }

  isMaximized(): boolean {
    return this.#state === 'maximized'
  }

  isVisible(): boolean {
    return this.#shown
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  getBounds(): Rectangle {
    return { ...this.#bounds }
  }

  setBounds(bounds: Partial<Rectangle>): void {
    Object.assign(this.#bounds, bounds)
    this.#place()
  }

  getNormalBounds(): Rectangle {
    return this.getBounds()
  }

  getTitle(): string {
    return this.#title
  }

  setTitle(title: string): void {
    this.#title = title
  }

  removeMenu(): void {}

  close(): void {
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    if (!prevented) this.destroy()
  }

  destroy(): void {
    this.#page?.close()
    this.#gone()
  }

  receive(message: FromPage): void {
    this.webContents.receive(message)
  }

  mayNavigate(url: string, isMainFrame: boolean): boolean {
    return this.webContents.mayNavigate(url, isMainFrame)
  }

  wantsWindow(url: string): void {
    this.webContents.wantsWindow(url)
  }

  titled(title: string): void {
    if (title !== '') this.#title = title
  }

  loaded(): void {
    this.#loads.resolve()
    this.webContents.emit('did-finish-load')
    if (!this.#ready) this.emit('ready-to-show')
    this.#ready = true
  }

  left(): void {
    this.webContents.left()
  }

  crashed(): void {
    this.webContents.crashed()
  }

  #place(): void {
    const { x: left, y: top, width, height } = this.#bounds
    this.#arrange({ left, top, width, height })
  }

  #become(state: 'normal' | 'minimized' | 'maximized'): void {
    this.#state = state
    this.#arrange({ windowState: state })
  }

  #arrange(bounds: {
    left?: number
    top?: number
    width?: number
    height?: number
    windowState?: 'normal' | 'minimized' | 'maximized'
  }): void {
    if (this.#windowId === undefined) return
    desk?.browser.send('Browser.setWindowBounds', { windowId: this.#windowId, bounds }).catch(() => {})
  }

  /** By the person through the window manager, or by the page. */
  #closedFromOutside(): void {
    if (!this.#destroyed) this.emit('close', { preventDefault() {} })
    this.#gone()
  }

  #gone(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    StandinWindow.#all.delete(this)
    this.#loads.promise.catch(() => {})
    this.#loads.reject(new Error('The window was closed'))
    this.webContents.destroyed()
    this.emit('closed')
    if (StandinWindow.#all.size === 0) desk?.emptied()
  }
}
