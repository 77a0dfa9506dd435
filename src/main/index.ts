import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, protocol } from 'electron'
import { bundleScheme } from './shell/bundle-protocol'
import { readChosenFolder } from './shell/chosen-folder'
import { LINK_SCHEME } from './shell/deep-link'
import { readArguments } from './shell/start-arguments'
import { startShell } from './shell/start-shell'

async function main(): Promise<void> {
  const start = readArguments(process.argv, process.cwd())
  // Another data folder is another installation: with its own instance, windows and browser profile.
  if (start.dataFolder !== undefined) app.setPath('userData', madeFolder(start.dataFolder, 'shell'))
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([bundleScheme])
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  // The first start hears of this one and shows itself.
  if (!app.requestSingleInstanceLock()) return app.quit()

  const here = import.meta.dirname
  const userData = app.getPath('userData')
  const folders = {
    data: start.dataFolder ?? readChosenFolder(userData, join(userData, 'data')),
    preload: join(here, '../preload/index.cjs'),
    renderer: join(here, '../renderer'),
    resources: join(app.isPackaged ? process.resourcesPath : join(here, '../..'), 'resources')
  }
  await startShell(folders, start)
}

function madeFolder(dataFolder: string, name: string): string {
  const folder = join(dataFolder, name)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return folder
  } catch (cause) {
    throw new Error(`The data folder ${dataFolder} cannot be used: ${(cause as Error).message}`, { cause })
  }
}

main().catch(async (cause: unknown) => {
  // Before that Linux shows no box.
  await app.whenReady()
  dialog.showErrorBox('Nano Desktop cannot start', cause instanceof Error ? cause.message : String(cause))
  app.exit(1)
})
