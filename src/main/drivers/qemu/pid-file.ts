import { readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { names } from './guest-files'

/** The process that a guest is, and when the guest came up, in milliseconds since 1970. */
export interface GuestProcess {
  readonly pid: number
  readonly since: number
}

/**
 * What a guest's pid file says; undefined if there is none. QEMU writes the file at its start, holds a lock on it for as
 * long as it lives, so that no second one starts, and removes it when it ends in order. Its time is when the guest came
 * up. Read at once, since a start waits for it: it is a few bytes.
 */
export function readPidFile(folder: string): GuestProcess | undefined {
  const path = join(folder, names.pid)
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    return pid > 1 ? { pid, since: sinceOf(path) } : undefined
  } catch {
    return undefined
  }
}

/** Remembers, for the next life of the application too, when the guest came up again; gives that time back. */
export function markUp(folder: string, since: number): number {
  const path = join(folder, names.pid)
  utimesSync(path, since / 1000, since / 1000)
  return sinceOf(path)
}

const sinceOf = (path: string): number => Math.round(statSync(path).mtimeMs)
