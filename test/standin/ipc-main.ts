import { EventEmitter } from 'node:events'
import type { IpcMain } from 'electron'

type Handler = (event: never, ...args: unknown[]) => unknown

/** Messages from pages. Sent ones are events, asked ones have one handler. */
class StandinIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  async ask(channel: string, event: object, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(event as never, ...args)
  }
}
export const ipcMain = new StandinIpcMain() satisfies Pick<IpcMain, 'handle' | 'emit'>
