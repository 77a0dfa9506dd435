import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, closeSync, constants, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { Clock } from '@main/kernel/clock'
import { DriverError } from '../driver'
import { names } from './guest-files'
import { readPidFile, type GuestProcess } from './pid-file'
import { lastWords } from './qemu-log'
import { connectUnix } from './qmp/connect-unix'

export interface Launch {
  readonly program: string
  readonly args: readonly string[]
  /** The guest's folder: QEMU runs in it and writes its words there. */
  readonly folder: string
  /** A way to the monitor's socket that is short enough. */
  readonly monitor: string
  readonly clock: Clock
}

/** A busy computer may need long for a big guest's memory. */
const PATIENCE_MS = 30_000
const STEP_MS = 2
const FRESH_LOG = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND

/**
 * Starts a QEMU that outlives this application: in a session of its own, with nothing of ours but a log file. Resolves
 * with its monitor as soon as that can be reached; QEMU may still refuse while it makes the guest, and ends then.
 */
export async function launch(what: Launch): Promise<{ readonly socket: Socket; readonly process: GuestProcess }> {
  const { folder, monitor, clock } = what
  const child = spawnDetached(what)
  let gone = false
  const ended = once(child, 'exit').finally(() => (gone = true))
  ended.catch(() => {})
  const deadline = performance.now() + PATIENCE_MS
  try {
    while (!gone) {
      const socket = await connectUnix(monitor).catch(() => undefined)
      const found = socket && readPidFile(folder)
      if (found && found.pid === child.pid) return { socket, process: found }
      socket?.destroy() // of another QEMU, which has this guest; ours is about to find out
      if (performance.now() > deadline) throw new DriverError('QEMU has not come up in time', 'unavailable')
      await clock.sleep(STEP_MS)
    }
    await ended.catch((cause: Error) => {
      throw new DriverError(`QEMU cannot be started: ${cause.message}`, 'unavailable', { cause })
    })
    throw await refusalOf(folder)
  } catch (error) {
    if (!gone) child.kill('SIGKILL')
    throw error
  }
}

function spawnDetached({ program, args, folder }: Launch): ChildProcess {
  const log = openSync(join(folder, names.log), FRESH_LOG, 0o600)
  try {
    const child = spawn(program, args, {
      cwd: folder,
      detached: true,
      stdio: ['ignore', log, log],
      // Its words in English; and whatever secrets we were started with stay ours.
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      windowsHide: true
    })
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

/** QEMU leaves its sockets as open as the folder around them, which is only ours; they need not be. */
export function guardSockets(folder: string, { hasAgent }: { readonly hasAgent: boolean }): void {
  const sockets = [names.monitor, names.screen, names.serial, ...(hasAgent ? [names.agent] : [])]
  for (const name of sockets) chmodSync(join(folder, name), 0o600)
}

/** Why a QEMU has ended before the guest was whole. */
export async function refusalOf(folder: string): Promise<DriverError> {
  const words = await lastWords(folder)
  if (words.includes('Cannot lock pid file')) return new DriverError('Another QEMU runs this guest', 'wrong_state')
  return new DriverError(plainRefusal(words) ?? `QEMU could not start: ${words || 'it ended without a word'}`)
}

/** What some of QEMU's words mean for a person; undefined for those that are plain enough. */
export function plainRefusal(words: string): string | undefined {
  const device = /'([^']+)' is not a valid device model name/.exec(words)?.[1]
  if (device !== undefined) return `This QEMU does not have the device ${device}, which the guest's template asks for`
  const [, protocol, port] = /host forwarding rule '(tcp|udp):127\.0\.0\.1:(\d+)-/.exec(words) ?? []
  return port === undefined ? undefined : takenPort({ protocol: protocol ?? '', port })
}

/** What to say of a port of this computer that cannot be forwarded. */
export const takenPort = ({ protocol, port }: { readonly protocol: string; readonly port: number | string }): string =>
  `Port ${port} (${protocol}) of this computer cannot be forwarded: something else listens there, or it needs more rights`
