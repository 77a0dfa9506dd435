import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

/** An X display with a window manager, which nobody looks at. */
export interface XDisplay {
  /** As in the environment: `:99`. */
  readonly name: string
  close(): void
}

/** Starts Xvfb on a free display number, and openbox on it. */
export async function startDisplay(): Promise<XDisplay> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe']
  })
  const failed = once(server, 'exit').then(() => Promise.reject(new Error('Xvfb did not start')))
  const numbers = (server.stdio[3] as Readable).setEncoding('utf8')
  const [number] = (await Promise.race([once(numbers, 'data'), failed])) as [string]
  failed.catch(() => {})
  const name = `:${number.trim()}`
  const manager = spawn('openbox', [], { env: { ...process.env, DISPLAY: name }, stdio: 'ignore' })
  return {
    name,
    close() {
      manager.kill()
      server.kill()
    }
  }
}
