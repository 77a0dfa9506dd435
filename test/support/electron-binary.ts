import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where Electron's binary is; `undefined` when it was not downloaded. `require('electron')` would download it. */
export function electronBinary(): string | undefined {
  const folder = resolve(import.meta.dirname, '../../node_modules/electron')
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : undefined
}
