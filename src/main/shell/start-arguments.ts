import { resolve } from 'node:path'
import { guestOfLink } from './deep-link'

/** What a command line asks for: another data folder, a guest whose console to open, a TCP port for the API. */
export interface StartArguments {
  readonly dataFolder?: string
  readonly guest?: string
  readonly restPort?: number
}

/** Reads `--data DIR`, `--rest-port N` (also with `=`) and deep links; all else belongs to Chromium or is ignored. */
export function readArguments(argv: readonly string[], workingFolder: string): StartArguments {
  const folder = valueOf(argv, '--data')
  const port = valueOf(argv, '--rest-port')
  const guest = argv.map(guestOfLink).find((found) => found !== undefined)
  return {
    ...(folder && { dataFolder: resolve(workingFolder, folder) }),
    ...(port && /^\d{1,5}$/.test(port) && { restPort: Number(port) }),
    ...(guest && { guest })
  }
}

function valueOf(argv: readonly string[], option: string): string | undefined {
  const at = argv.findIndex((argument) => argument === option || argument.startsWith(`${option}=`))
  return argv[at] === option ? argv[at + 1] : argv[at]?.slice(option.length + 1)
}
