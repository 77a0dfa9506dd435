import { readFile, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { names } from './guest-files'

/** The process that a guest is, and when the guest came up, in milliseconds since 1970. */
export interface GuestProcess {
  readonly pid: number
  readonly since: number
}

/**
 * What a guest's pid file says; rejects when there is none. QEMU writes the file at its start, holds a lock on it for as
 * long as it lives, so that no second one starts, and removes it when it ends in order. Its time is when the guest came up.
 */
export async function readPidFile(folder: string): Promise<GuestProcess> {
  const path = join(folder, names.pid)
  const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)])
  const pid = Number(text)
  if (!Number.isInteger(pid) || pid < 2) throw new Error(`${path} names no process`)
  return { pid, since: Math.round(mtimeMs) }
}

/** Remembers, for the next life of the application too, when the guest came up again; gives that time back. */
export async function markUp(folder: string, since: number): Promise<number> {
  const path = join(folder, names.pid)
  await utimes(path, since / 1000, since / 1000)
  return Math.round((await stat(path)).mtimeMs)
}
