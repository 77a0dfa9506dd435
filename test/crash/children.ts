import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'

const root = resolve(import.meta.dirname, '../..')

/** The command line of a program beside this file that runs on the sources as they are. */
export function childCommand(file: string, ...args: readonly string[]): [string, ...string[]] {
  const register = join(root, 'test/support/register-source.ts')
  return [process.execPath, '--import', register, join(import.meta.dirname, file), ...args]
}

/** Starts a command; what it says is read by the caller, what goes wrong is shown. */
export function start([program, ...args]: readonly [string, ...string[]]): ChildProcessByStdio<null, Readable, null> {
  return spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
}
