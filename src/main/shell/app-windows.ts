import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen, shell, type WebContents } from 'electron'
import { ipc, type MenuCommand } from '@shared/contract/wire'
import type { Logger } from '@main/kernel/logger'
import { guardContents } from './guard-contents'
import type { OwnPages } from './own-pages'
import { reloadAfterCrash } from './reload-after-crash'
import { webPreferencesWith } from './web-preferences'
import { keepWindowState, readWindowState } from './window-state'

interface Options {
  readonly pages: OwnPages
  readonly preload: string
  /** Where it is kept where each window was. */
  readonly stateFolder: string
  readonly log: Logger
  /** Called before a page is loaded. `guest` is the one guest of a console window. */
  readonly opened: (contents: WebContents, guest?: string) => void
  readonly gaveUp: (reason: string) => void
}

/** The main window, the wall of consoles, and at most one console window per guest. */
export class AppWindows {
  readonly #options: Options
  #main: BrowserWindow | undefined
  #wall: BrowserWindow | undefined
  readonly #consoles = new Map<string, BrowserWindow>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Opens the main window, or brings it to the front. */
  showMain(): void {
    if (this.#main) return focus(this.#main)
    const window = this.#open('main', { width: 1280, height: 800, minWidth: 900, minHeight: 600 })
    window.once('closed', () => (this.#main = undefined))
    this.#main = window
    this.#load(window, this.#options.pages.main)
  }

  /** The window that questions belong to. */
  get main(): BrowserWindow | undefined {
    return this.#main
  }

  /** Runs a command of the palette in the main window. One that has just been opened cannot hear it yet. */
  runCommand(command: string): void {
    this.showMain()
    const chosen: MenuCommand = { name: 'menu.chosen', payload: { command } }
    this.#main?.webContents.send(ipc.event, chosen)
  }

  /** Opens the wall of consoles, or brings it to the front. */
  showWall(filter: string): void {
    if (this.#wall) return focus(this.#wall)
    const window = this.#open('wall', { width: 1280, height: 800, minWidth: 640, minHeight: 400 })
    window.once('closed', () => (this.#wall = undefined))
    this.#wall = window
    this.#load(window, this.#options.pages.wall(filter))
  }

  /** Opens the console window of a guest, or brings it to the front. */
  showConsole(guest: string): void {
    const open = this.#consoles.get(guest)
    if (open) return focus(open)
    const window = this.#open(`console-${guest}`, { width: 1024, height: 720, minWidth: 480, minHeight: 360 }, guest)
    // Ctrl+W and the like are the guest's.
    window.removeMenu()
    window.webContents.setIgnoreMenuShortcuts(true)
    window.once('closed', () => this.#consoles.delete(guest))
    this.#consoles.set(guest, window)
    this.#load(window, this.#options.pages.console(guest))
  }

  /** A new application menu is given to every window; the keys of consoles are their guests'. */
  clearConsoleMenus(): void {
    for (const window of this.#consoles.values()) window.removeMenu()
  }

  /** `name` is what the place of the window is kept under. */
  #open(name: string, size: Electron.BrowserWindowConstructorOptions, guest?: string): BrowserWindow {
    const { pages, preload, stateFolder, log, opened, gaveUp } = this.#options
    const stateFile = join(stateFolder, `${name}.json`)
    const screens = screen.getAllDisplays().map(({ workArea }) => workArea)
    const state = readWindowState(stateFile, screens)
    const window = new BrowserWindow({
      ...size,
      ...state?.bounds,
      title: 'Nano Desktop',
      show: false,
      // What the page paints first, so that nothing flashes.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171c' : '#f5f7fa',
      webPreferences: webPreferencesWith(preload)
    })
    if (state?.maximized) window.maximize()
    keepWindowState(window, stateFile)
    window.once('ready-to-show', () => window.show())
    const contents = window.webContents
    guardContents({
      contents,
      pages,
      log,
      ...(guest === undefined && {
        openConsole: (id: string) => this.showConsole(id),
        openWall: (filter: string) => this.showWall(filter)
      }),
      openExternal: (url) => void shell.openExternal(url).catch((cause: unknown) => log.error('no browser', cause))
    })
    reloadAfterCrash(contents, log, gaveUp)
    opened(contents, guest)
    return window
  }

  #load(window: BrowserWindow, url: string): void {
    window.loadURL(url).catch((cause: unknown) => {
      if (!window.isDestroyed()) this.#options.log.error(`cannot load ${url}`, cause)
    })
  }
}

function focus(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
