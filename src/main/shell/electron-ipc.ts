import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, MessageChannelMain, WebContents } from 'electron'
import { AppError } from '@shared/contract/errors'
import { ipc, type Reply } from '@shared/contract/wire'
import type { App } from '@main/app'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import { serveChannel } from '@main/gateways/channel-gateway'
import type { Logger } from '@main/kernel/logger'
import type { OwnPages } from './own-pages'
import { PortChannel } from './port-channel'
import { isTrustedSender } from './trusted-sender'

interface Options {
  readonly app: App
  readonly ipcMain: Pick<IpcMain, 'handle' | 'on'>
  readonly newChannel: () => MessageChannelMain
  readonly pages: OwnPages
  readonly log: Logger
}

/** Fits Electron's IPC to the gateways. Only the main frames of windows that were let in are heard. */
export class ElectronIpc {
  readonly #options: Options
  readonly #connections = new Map<WebContents, BridgeConnection>()

  constructor(options: Options) {
    this.#options = options
    options.ipcMain.handle(ipc.call, (event, ...args: unknown[]) => this.#call(event, args))
    options.ipcMain.on(ipc.open, (event, ...args: unknown[]) => this.#open(event, args))
  }

  /** Lets a window in: to everything its user may do, or to the console of one guest. */
  admit(contents: WebContents, guest?: string): void {
    const connection = new BridgeConnection(this.#options.app, {
      address: '127.0.0.1',
      ...(guest !== undefined && { scope: { guest } }),
      send: (notice) => {
        if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(ipc.event, notice)
      }
    })
    this.#connections.set(contents, connection)
    contents.once('destroyed', () => {
      this.#connections.delete(contents)
      connection.close()
    })
  }

  async #call(event: IpcMainInvokeEvent, args: readonly unknown[]): Promise<Reply> {
    const connection = this.#heard(event)
    if (!connection || args.length !== 2) throw this.#refusal(ipc.call, event)
    return connection.call(args[0], args[1])
  }

  #open(event: IpcMainEvent, [ticket, ...more]: readonly unknown[]): void {
    const { newChannel, log } = this.#options
    if (!this.#heard(event) || typeof ticket !== 'string' || ticket.length > 64 || more.length > 0)
      return void this.#refusal(ipc.open, event)
    const { port1, port2 } = newChannel()
    event.senderFrame?.postMessage(ipc.port, ticket, [port2])
    this.#serve(ticket, new PortChannel(port1)).catch((cause: unknown) => log.error('a channel failed', cause))
  }

  async #serve(ticket: string, end: PortChannel): Promise<void> {
    try {
      await serveChannel(this.#options.app.tickets.redeem(ticket), end)
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause
      end.sendSignal({ signal: 'closed', reason: cause.message })
      end.close()
    }
  }

  #heard(event: IpcMainEvent | IpcMainInvokeEvent): BridgeConnection | undefined {
    return isTrustedSender(event, this.#options.pages) ? this.#connections.get(event.sender) : undefined
  }

  #refusal(channel: string, { senderFrame }: IpcMainEvent | IpcMainInvokeEvent): Error {
    this.#options.log.warn('refused a message', { channel, url: senderFrame?.url.slice(0, 200) })
    return new Error('This message is refused')
  }
}
