import { app, dialog, shell } from 'electron'
import type { Desk } from '@main/kernel/desk'
import { keepChosenFolder } from './chosen-folder'

/** The system's own dialogs and programs. `isFixed` where the command line has chosen the data folder. */
export function electronDesk(isFixed: boolean): Desk {
  return {
    ...(!isFixed && { keepFolder: (folder: string) => keepChosenFolder(app.getPath('userData'), folder) }),
    async chooseFolder() {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] })
      return filePaths[0] ?? ''
    },
    async showFolder(folder) {
      const problem = await shell.openPath(folder)
      if (problem !== '') throw new Error(`${folder} cannot be shown: ${problem}`)
    },
    restart() {
      app.relaunch()
      // The answer goes out first.
      setImmediate(() => app.quit())
    }
  }
}
