import { resolve } from 'node:path'
import { guestOfLink } from './deep-link'

/** What a command line asks for: another data folder, a guest whose console to open. */
export interface StartArguments {
  readonly dataFolder?: string
  readonly guest?: string
}

/** Reads `--data DIR`, `--data=DIR` and deep links; all else belongs to Chromium or is ignored. */
export function readArguments(argv: readonly string[], workingFolder: string): StartArguments {
  const at = argv.findIndex((argument) => argument === '--data' || argument.startsWith('--data='))
  const folder = argv[at] === '--data' ? argv[at + 1] : argv[at]?.slice('--data='.length)
  const guest = argv.map(guestOfLink).find((found) => found !== undefined)
  return { ...(folder && { dataFolder: resolve(workingFolder, folder) }), ...(guest && { guest }) }
}
