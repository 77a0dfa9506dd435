/**
 * A FAKE of the `electron` module, for tests on machines that cannot have Electron's binary. The product's own
 * built main script runs in Node, its own built preload and pages in real windows of a real Chromium on an X
 * display. It has what the product uses, no more.
 *
 * What it cannot show: Electron's binary itself (fuses, its OS sandbox, its exact Chromium), native menus and
 * their keys, dialogs, hidden windows (they are visible at once), permission prompts as they come up (asked once
 * per window instead), downloads, several screens, the loss of buffers that a page transfers to the main
 * process, and any system but Linux.
 */
import type { Dialog, NativeTheme, SafeStorage, Screen, Shell } from 'electron'
import { app } from './app'
import { StandinWindow } from './browser-window'
import { Chromium } from './chromium'
import { listenForTests } from './control'
import { ipcMain } from './ipc-main'
import { StandinMenu } from './menu'
import { StandinChannel } from './message-port'
import { StandinSession } from './permissions'
import { protocol, serveSchemes } from './scheme-server'
import { StandinTray } from './tray'

const defaultSession = new StandinSession()
const screenArea = { x: 0, y: 0, width: 1600, height: 1000 }
const display = { id: 1, bounds: screenArea, workArea: screenArea }

const session = { defaultSession }
const dialog = {
  showErrorBox: (title, content) => void process.stderr.write(`${title}\n${content}\n`),
  /** A test that wants another answer than the first button puts its own function here. */
  showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
  showOpenDialog: async () => ({ canceled: true, filePaths: [] })
} satisfies Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'>
const shell = {
  openExternal: async (url) => void process.stderr.write(`would open ${url}\n`),
  openPath: async (path) => (process.stderr.write(`would show ${path}\n`), '')
} satisfies Pick<Shell, 'openExternal' | 'openPath'>
/** A keyring that is there; its key is no secret. */
const safeStorage = {
  getSelectedStorageBackend: () => 'gnome_libsecret',
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text) => Buffer.from(Buffer.from(text).toString('hex')),
  decryptStringAsync: async (bytes) => ({
    result: Buffer.from(bytes.toString(), 'hex').toString(),
    shouldReEncrypt: false
  })
} satisfies Pick<
  SafeStorage,
  'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>
const nativeTheme = { shouldUseDarkColors: false } satisfies Pick<NativeTheme, 'shouldUseDarkColors'>
const screen = { getAllDisplays: () => [display] as ReturnType<Screen['getAllDisplays']> } satisfies Pick<
  Screen,
  'getAllDisplays'
>
const electron = {
  app,
  BrowserWindow: StandinWindow,
  dialog,
  ipcMain,
  Menu: StandinMenu,
  MessageChannelMain: StandinChannel,
  nativeTheme,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray: StandinTray
} satisfies { [Name in keyof typeof import('electron')]?: unknown }

export { app, dialog, ipcMain, nativeTheme, protocol, safeStorage, screen, session, shell }
export {
  StandinWindow as BrowserWindow,
  StandinMenu as Menu,
  StandinChannel as MessageChannelMain,
  StandinTray as Tray
}

const chromium = Promise.withResolvers<Chromium>()
const control = process.env['STANDIN_CONTROL']
if (control !== undefined) listenForTests(control, chromium.promise, electron)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())

// Electron says so and goes on; Node would end.
process.on('unhandledRejection', (cause) => process.stderr.write(`Unhandled rejection: ${String(cause)}\n`))

setImmediate(() => void start())
async function start(): Promise<void> {
  if (app.isQuitting) return
  const started = new Chromium(await serveSchemes())
  await started.start()
  StandinWindow.use({
    chromium: started,
    session: defaultSession,
    emptied() {
      if (app.isQuitting) return
      if (!app.emit('window-all-closed')) app.quit()
    }
  })
  chromium.resolve(started)
  app.start(started)
}
