import { makeCodec } from './codec'
import { ipcMain } from './ipc-main'
import type { StandinPort } from './message-port'
import type { FromPage, ToPage } from './page/page'

const codec = makeCodec()
let lastPort = 0

/** Messages and ports between the main process and one page. */
export class ContentsIpc {
  readonly #ports = new Map<string, StandinPort>()
  readonly #event: object
  readonly #post: (message: ToPage) => void

  /** `event` is what the product's handlers get; `post` reaches the page. */
  constructor(event: object, post: (message: ToPage) => void) {
    this.#event = event
    this.#post = post
  }

  send(channel: string, args: readonly unknown[], ports: readonly StandinPort[] = []): void {
    const given = ports.map((port) => this.#give(port))
    this.#post({ kind: 'send', channel, args: codec.encode(args), ports: given })
  }

  receive(message: Extract<FromPage, { kind: 'invoke' | 'send' | 'port' | 'port-closed' }>): void {
    if (message.kind === 'invoke') void this.#invoked(message)
    else if (message.kind === 'send') {
      ipcMain.emit(message.channel, this.#event, ...(codec.decode(message.args) as unknown[]))
    } else if (message.kind === 'port') this.#ports.get(message.id)?.receive(codec.decode(message.data))
    else this.#ports.get(message.id)?.close()
  }

  /** The page's document has gone, and its ports with it. */
  closePorts(): void {
    for (const port of this.#ports.values()) port.close()
    this.#ports.clear()
  }

  async #invoked({ id, channel, args }: Extract<FromPage, { kind: 'invoke' }>): Promise<void> {
    try {
      const value = await ipcMain.ask(channel, this.#event, codec.decode(args) as unknown[])
      this.#post({ kind: 'reply', id, ok: true, value: codec.encode(value) })
    } catch (cause) {
      this.#post({ kind: 'reply', id, ok: false, value: codec.encode(String(cause)) })
    }
  }

  #give(port: StandinPort): string {
    const id = `port${++lastPort}`
    const near = port.give({
      post: (data) => this.#post({ kind: 'port', id, data: codec.encode(data) }),
      close: () => this.#post({ kind: 'port-closed', id })
    })
    if (near) this.#ports.set(id, near)
    return id
  }
}
