import { join } from 'node:path'
import { app, dialog, ipcMain, Menu, MessageChannelMain, protocol, session } from 'electron'
import { openApp } from '@main/app'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import { connectChannel } from '@main/gateways/channel-gateway'
import { serveHttp } from '@main/gateways/http-gateway'
import { RestDoor } from '@main/gateways/rest-door'
import { SignIn } from '@main/gateways/sign-in'
import { systemClock } from '@main/kernel/clock'
import { DailyFile } from '@main/kernel/daily-file'
import { Logger } from '@main/kernel/logger'
import { appMenu } from './app-menu'
import { AppWindows } from './app-windows'
import { askBeforeQuit } from './ask-before-quit'
import { bundleHandler, bundleScheme } from './bundle-protocol'
import { guestOfLink } from './deep-link'
import { electronDesk } from './electron-desk'
import { ElectronIpc } from './electron-ipc'
import { electronSafe } from './electron-safe'
import { guardSession } from './guard-session'
import { BUNDLE_ORIGIN, ownPages } from './own-pages'
import { ShellLanguage } from './shell-language'
import type { ShellTexts } from './shell-texts'
import { readArguments, type StartArguments } from './start-arguments'
import { signInByItself } from './sign-in-by-itself'
import { keepTray } from './tray'

/** Where the parts of the app are. */
export interface ShellFolders {
  readonly data: string
  readonly preload: string
  readonly renderer: string
  readonly resources: string
}

/** Opens the core and the main window; later starts of the app end up here too. Quits when it cannot. */
export async function startShell(
  folders: ShellFolders,
  { dataFolder, guest, restPort }: StartArguments
): Promise<void> {
  const log = new Logger(new DailyFile(join(folders.data, 'logs'), 'shell'), systemClock, 'shell')
  process.on('unhandledRejection', (cause) => log.error('nobody waited for this failure', cause))

  const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
  const pages = ownPages(devServer ? new URL(devServer).origin : BUNDLE_ORIGIN)
  const safe = electronSafe(join(folders.data, 'automatic'))
  const [core] = await Promise.all([
    openApp({
      ...{ dataFolder: folders.data, version: app.getVersion(), resources: folders.resources },
      ...{ safe, desk: electronDesk(dataFolder !== undefined) }
    }),
    app.whenReady()
  ])
  // This user's own commands always reach the API; other programs do when that was chosen.
  const own = await serveHttp(core, { folder: folders.data })
  const rest = new RestDoor(core)
  const opened = rest.move(restPort ?? core.restPort)
  // A port of the settings that is taken now must not keep the windows closed.
  await (restPort === undefined
    ? opened.catch((cause: unknown) => log.error('serving the API over TCP', cause))
    : opened)
  if (core.reached.rest !== '') log.info(`the API is served at ${core.reached.rest}`)
  closeOnQuit(() => Promise.allSettled([rest.close(), own.close()]).then(() => core.close()), log)

  protocol.handle(bundleScheme.scheme, bundleHandler(folders.renderer))
  guardSession(session.defaultSession, pages, log)
  const signIn = new SignIn()
  await signInByItself(core, safe, signIn)
  const gateway = new ElectronIpc({
    ipcMain,
    connect: (send, guest) =>
      new BridgeConnection(core, {
        address: '127.0.0.1',
        send,
        signIn,
        ...(guest !== undefined && { scope: { guest } })
      }),
    serve: (ticket, end) => connectChannel(core, { redeem: () => core.tickets.redeem(ticket), end }),
    speak: (locale) => language.hear(locale),
    newChannel: () => new MessageChannelMain(),
    pages,
    log
  })
  const windows = new AppWindows({
    pages,
    preload: folders.preload,
    stateFolder: join(app.getPath('userData'), 'windows'),
    log,
    opened: (contents, id) => gateway.admit(contents, id),
    gaveUp: (reason) =>
      dialog.showErrorBox('A window of Nano Desktop has failed twice', `Its process ended: ${reason}.`)
  })
  const show = (id: string | undefined): void => (id === undefined ? windows.showMain() : windows.showConsole(id))
  const isMac = process.platform === 'darwin'
  const language = new ShellLanguage({
    file: join(app.getPath('userData'), 'language'),
    system: app.getLocale(),
    changed: () => {
      drawMenu()
      drawTray()
    }
  })
  const texts = (): ShellTexts => language.texts
  const drawMenu = (): void => {
    const menu = appMenu({
      ...{ texts: texts(), isMac, isDevelopment: devServer !== undefined },
      run: (command) => windows.runCommand(command)
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(menu))
    windows.clearConsoleMenus()
  }
  drawMenu()
  const drawTray = keepTray(join(folders.resources, isMac ? 'trayTemplate.png' : 'tray.png'), {
    ...{ core, signIn, windows, texts, log }
  })
  askBeforeQuit({ texts, running: () => core.tasks.running, window: () => windows.main })

  app.on('second-instance', (_event, argv, folder) => show(readArguments(argv, folder).guest))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    show(guestOfLink(url))
  })
  app.on('activate', () => windows.showMain())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  windows.showMain()
  if (guest !== undefined) show(guest)
}

/** Guests go on running; what the core has open is closed before the process ends. */
function closeOnQuit(close: () => Promise<void>, log: Logger): void {
  app.once('will-quit', (event) => {
    event.preventDefault()
    close()
      .catch((cause: unknown) => log.error('the core did not close cleanly', cause))
      .finally(() => app.exit())
  })
}
