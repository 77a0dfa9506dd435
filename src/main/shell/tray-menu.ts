import type { MenuItemConstructorOptions } from 'electron'
import type { ShellTexts } from './shell-texts'

/** A guest that runs, by what a menu says of it. */
export interface RunningGuest {
  readonly id: string
  readonly name: string
}

interface Options {
  readonly texts: ShellTexts
  readonly guests: readonly RunningGuest[]
  readonly open: () => void
  readonly quit: () => void
  readonly showConsole: (guest: string) => void
  readonly shutDown: (guest: string) => void
}

/** A menu longer than this is searched in the window instead. */
export const GUESTS_IN_TRAY = 12

/** The menu of the tray: the guests that run with what is done to them most, by name. */
export function trayMenu({ texts, guests, open, quit, showConsole, shutDown }: Options): MenuItemConstructorOptions[] {
  const shown = guests.slice(0, GUESTS_IN_TRAY).map(({ id, name }): MenuItemConstructorOptions => ({
    // A menu takes "&" for the mark of a key.
    label: name.replaceAll('&', '&&'),
    submenu: [
      { label: texts.console, click: () => showConsole(id) },
      { label: texts.shutDown, click: () => shutDown(id) }
    ]
  }))
  const more = guests.length - shown.length
  return [
    { label: texts.open, click: open },
    { type: 'separator' },
    ...(shown.length === 0 ? [{ label: texts.noneRunning, enabled: false }] : shown),
    ...(more > 0 ? [{ label: texts.andMore(more), click: open }] : []),
    { type: 'separator' },
    { label: texts.quit, click: quit }
  ]
}
