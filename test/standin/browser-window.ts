import { EventEmitter } from 'node:events'
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron'
import type { Chromium } from './chromium'
import { StandinPage } from './page-session'
import type { StandinSession } from './permissions'
import { toReal } from './scheme-server'
import { StandinContents } from './web-contents'
import { WindowPlace } from './window-place'

/** What windows need of the whole; set when Chromium is up. */
export interface Desk {
  readonly chromium: Chromium
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
  | 'minimize'
  | 'maximize'
  | 'close'
  | 'destroy'
  | 'removeMenu'
  | 'isMinimized'
  | 'isMaximized'
  | 'isDestroyed'
  | 'getTitle'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'

let desk: Desk | undefined
let lastId = 0

/** A native window with a page of the real Chromium. It is visible as soon as it has a page. */
export class StandinWindow extends EventEmitter implements Pick<BrowserWindow, Faithful> {
  /** The one in front is last. */
  static readonly #all = new Set<StandinWindow>()
  readonly id = ++lastId
  readonly webContents: StandinContents
  readonly #place: WindowPlace
  readonly #preload: string | undefined
  #page: StandinPage | undefined
  #title: string
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

  constructor({ title, x, y, width, height, webPreferences }: BrowserWindowConstructorOptions) {
    super()
    const step = 24 * this.id
    this.#place = new WindowPlace({ x: x ?? step, y: y ?? step, width: width ?? 800, height: height ?? 600 })
    this.#preload = webPreferences?.preload
    this.#title = title ?? ''
    this.webContents = new StandinContents(webPreferences ?? {})
    this.webContents.on('page-title-updated', (_event, newTitle: string) => (this.#title = newTitle))
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    StandinWindow.#all.add(this)
  }

  async loadURL(address: string): Promise<void> {
    if (!desk) throw new Error('Cannot create BrowserWindow before app is ready')
    const ended = Promise.withResolvers<void>()
    this.webContents.once('did-finish-load', ended.resolve)
    this.once('closed', () => ended.reject(new Error('The window was closed')))
    const { chromium, session } = desk
    const page = new StandinPage(toReal(address), this.webContents)
    this.#page = page
    this.webContents.attach(page)
    await session.settle(chromium.browser, this.webContents, new URL(page.url).origin)
    const target = await chromium.openWindow(page.url, () => this.#closedFromOutside())
    await page.prepare(target, this.#preload)
    await this.#place.attach(chromium.browser, target.id)
    return ended.promise
  }

  show(): void {
    this.emit('show')
  }

  focus(): void {
    StandinWindow.#all.delete(this)
    StandinWindow.#all.add(this)
    this.#page?.focus()
    this.emit('focus')
  }

  maximize(): void {
    this.#place.state = 'maximized'
  }

  minimize(): void {
    this.#place.state = 'minimized'
  }

  restore(): void {
    this.#place.state = 'normal'
  }

  isMinimized(): boolean {
    return this.#place.state === 'minimized'
  }

  isMaximized(): boolean {
    return this.#place.state === 'maximized'
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  getBounds(): Rectangle {
    return this.#place.bounds
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#place.bounds = bounds
  }

  getNormalBounds(): Rectangle {
    return this.#place.bounds
  }

  getTitle(): string {
    return this.#title
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

  /** By the person through the window manager, or by the page. */
  #closedFromOutside(): void {
    if (!this.#destroyed) this.emit('close', { preventDefault() {} })
    this.#gone()
  }

  #gone(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    StandinWindow.#all.delete(this)
    this.webContents.destroyed()
    this.emit('closed')
    if (StandinWindow.#all.size === 0) desk?.emptied()
  }
}
