import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, MessageChannelMain, WebContents } from 'electron'
import { SPEAK } from '@shared/contract/nano-bridge'
import { ipc, type Notice, type Reply } from '@shared/contract/wire'
import type { Logger } from '@main/kernel/logger'
import type { OwnPages } from './own-pages'
import { PortChannel } from './port-channel'
import { isTrustedSender } from './trusted-sender'

/** One window's way into the core. */
interface Connection {
  call(operation: unknown, input: unknown): Promise<Reply>
  close(): void
}

interface Options {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'on'>
  /** `guest` is the one guest of a console window. */
  readonly connect: (send: (notice: Notice) => void, guest: string | undefined) => Connection
  /** Connects what a ticket opens with a window; ends the channel with the reason if it opens nothing. */
  readonly serve: (ticket: string, end: PortChannel) => Promise<void>
  /** Hears what a window speaks; false for what is no language. */
  readonly speak: (language: unknown) => boolean
  readonly newChannel: () => MessageChannelMain
  readonly pages: OwnPages
  readonly log: Logger
}

/** Fits Electron's IPC to the gateways. Only the main frames of windows that were let in are heard. */
export class ElectronIpc {
  readonly #options: Options
  readonly #connections = new Map<WebContents, Connection>()

  constructor(options: Options) {
    this.#options = options
    options.ipcMain.handle(ipc.call, (event, ...args: unknown[]) => this.#call(event, args))
    options.ipcMain.on(ipc.open, (event, ...args: unknown[]) => this.#open(event, args))
  }

  /** Lets a window in: to everything its user may do, or to the console of one guest. */
  admit(contents: WebContents, guest?: string): void {
    const send = (notice: Notice): void => {
      if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(ipc.event, notice)
    }
    const connection = this.#options.connect(send, guest)
    this.#connections.set(contents, connection)
    contents.once('destroyed', () => {
      this.#connections.delete(contents)
      connection.close()
    })
  }

  async #call(event: IpcMainInvokeEvent, args: readonly unknown[]): Promise<Reply> {
    const connection = this.#heard(event)
    if (connection && args.length === 2) {
      if (args[0] !== SPEAK) return connection.call(args[0], args[1])
      if (this.#options.speak(args[1])) return { ok: true, value: {} }
    }
    this.#refused(ipc.call, event)
    throw new Error('This message is refused')
  }

  #open(event: IpcMainEvent, [ticket, ...more]: readonly unknown[]): void {
    if (!this.#heard(event) || typeof ticket !== 'string' || ticket.length > 64 || more.length > 0)
      return this.#refused(ipc.open, event)
    const { newChannel, log } = this.#options
    const { port1, port2 } = newChannel()
    event.senderFrame?.postMessage(ipc.port, ticket, [port2])
    this.#options.serve(ticket, new PortChannel(port1)).catch((cause: unknown) => log.error('a channel failed', cause))
  }

  #heard(event: IpcMainEvent | IpcMainInvokeEvent): Connection | undefined {
    return isTrustedSender(event, this.#options.pages) ? this.#connections.get(event.sender) : undefined
  }

  #refused(channel: string, { senderFrame }: IpcMainEvent | IpcMainInvokeEvent): void {
    this.#options.log.warn('refused a message', { channel, url: senderFrame?.url.slice(0, 200) })
  }
}
