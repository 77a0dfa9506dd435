import type { MenuItemConstructorOptions } from 'electron'
import type { ShellTexts } from './shell-texts'

interface Options {
  readonly texts: ShellTexts
  readonly isMac: boolean
  readonly isDevelopment: boolean
  /** Runs a command of the palette in the main window. */
  readonly run: (command: string) => void
}

/** The application menu: what every desktop expects, with its usual keys, and the palette's commands. */
export function appMenu({ texts, isMac, isDevelopment, run }: Options): MenuItemConstructorOptions[] {
  const command = (id: string, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    ...{ id, label, click: () => run(id) },
    ...(accelerator !== undefined && { accelerator })
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const developer: MenuItemConstructorOptions[] = [line, { role: 'reload' }, { role: 'toggleDevTools' }]
  const settings = command('settings', texts.settings, 'CmdOrCtrl+,')
  const quit: MenuItemConstructorOptions[] = isMac ? [] : [line, { role: 'quit', label: texts.quit }]
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: texts.file,
      submenu: [
        command('create-guest', texts.newGuest, 'CmdOrCtrl+N'),
        command('import-images', texts.importImages, 'CmdOrCtrl+O'),
        line,
        settings,
        line,
        { role: 'close', label: texts.close },
        ...quit
      ]
    },
    {
      label: texts.edit,
      submenu: [
        { role: 'undo', label: texts.undo },
        { role: 'redo', label: texts.redo },
        line,
        { role: 'cut', label: texts.cut },
        { role: 'copy', label: texts.copy },
        { role: 'paste', label: texts.paste },
        { role: 'selectAll', label: texts.selectAll }
      ]
    },
    {
      label: texts.view,
      submenu: [
        command('palette', texts.palette, 'CmdOrCtrl+K'),
        line,
        { role: 'resetZoom', label: texts.resetZoom },
        { role: 'zoomIn', label: texts.zoomIn },
        { role: 'zoomOut', label: texts.zoomOut },
        line,
        { role: 'togglefullscreen', label: texts.fullScreen },
        ...(isDevelopment ? developer : [])
      ]
    },
    {
      label: texts.go,
      submenu: [
        command('guests', texts.guests),
        command('images', texts.images),
        command('tasks', texts.tasks),
        line,
        command('wall', texts.wall)
      ]
    },
    { role: 'windowMenu', label: texts.window },
    {
      role: 'help',
      label: texts.help,
      submenu: [command('keys', texts.keys), command('reference', texts.reference)]
    }
  ]
}
