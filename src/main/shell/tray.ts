import { app, dialog, Menu, Tray } from 'electron'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import type { SignIn } from '@main/gateways/sign-in'
import type { Core } from '@main/kernel/core'
import type { Logger } from '@main/kernel/logger'
import type { AppWindows } from './app-windows'
import { RunningGuests } from './running-guests'
import type { ShellTexts } from './shell-texts'
import { trayMenu, type RunningGuest } from './tray-menu'

interface Options {
  readonly core: Core
  readonly signIn: SignIn
  readonly windows: AppWindows
  readonly texts: () => ShellTexts
  readonly log: Logger
}

/**
 * Keeps the guests that run in the tray. It asks the core as one more window of the same user, without a page.
 * Gives the way to draw its menu again, in other words.
 */
export function keepTray(icon: string, { core, signIn, windows, texts, log }: Options): () => void {
  const tray = new Tray(icon)
  tray.setToolTip('Nano Desktop')
  tray.on('click', () => windows.showMain())
  const connection = new BridgeConnection(core, {
    address: '127.0.0.1',
    send: (notice) => running.hear(notice),
    signIn
  })
  const shutDown = async (id: string): Promise<void> => {
    const reply = await connection.call('instance.stop', { id })
    if (!reply.ok) dialog.showErrorBox(texts().shutDown, reply.error.message)
  }
  let shown: readonly RunningGuest[] = []
  const draw = (): void =>
    tray.setContextMenu(
      Menu.buildFromTemplate(
        trayMenu({
          ...{ texts: texts(), guests: shown },
          open: () => windows.showMain(),
          quit: () => app.quit(),
          showConsole: (id) => windows.showConsole(id),
          shutDown: (id) => void shutDown(id).catch((cause: unknown) => log.error('shutting down from the tray', cause))
        })
      )
    )
  const show = (guests: readonly RunningGuest[]): void => {
    shown = guests
    draw()
  }
  const running = new RunningGuests({ call: (name, input) => connection.call(name, input), signIn, changed: show })
  draw()
  app.once('will-quit', () => {
    running.close()
    connection.close()
    tray.destroy()
  })
  return draw
}
