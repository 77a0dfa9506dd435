import { Duplex } from 'node:stream'
import { sockets, type BridgeAnswer, type ChannelSignal, type Notice, type Reply } from '@shared/contract/wire'

interface Options {
  readonly protocols?: string[]
  readonly headers?: Record<string, string>
}

/** What a WebSocket was closed with. */
export interface Closed {
  readonly code: number
  readonly reason: string
}

/** A client's WebSocket that is open; rejects when the handshake is refused. */
export async function openSocket(url: string, { protocols = [], headers = {} }: Options = {}): Promise<WebSocket> {
  const options = { protocols, headers } as unknown as string[]
  const socket = new WebSocket(url.replace(/^http/, 'ws'), options)
  socket.binaryType = 'arraybuffer'
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error('The handshake was refused'))
  })
  socket.onerror = null
  return socket
}

export const closing = (socket: WebSocket): Promise<Closed> =>
  new Promise((resolve) => socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason })))

/** A client of the bridge over WebSocket. */
export class BridgeClient {
  readonly socket: WebSocket
  readonly notices: Notice[] = []
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.onmessage = ({ data }) => {
      const answer = JSON.parse(String(data)) as BridgeAnswer
      if ('notice' in answer) this.notices.push(answer.notice)
      else this.#waiting.get(answer.id)?.(answer.reply)
    }
  }

  static async connect(url: string): Promise<BridgeClient> {
    return new BridgeClient(await openSocket(`${url}${sockets.bridge}`))
  }

  present(session: string): void {
    this.socket.send(JSON.stringify({ session }))
  }

  call(operation: unknown, input: unknown): Promise<Reply> {
    const id = ++this.#lastId
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.socket.send(JSON.stringify({ id, operation, input }))
    })
  }

  close(): void {
    this.socket.close()
  }
}

/** A client's channel over WebSocket, and all that came on it. */
export class ChannelClient {
  readonly socket: WebSocket
  readonly signals: ChannelSignal[] = []
  readonly bytes: Buffer[] = []
  readonly closed: Promise<Closed>

  private constructor(socket: WebSocket) {
    this.socket = socket
    this.closed = closing(socket)
    socket.onmessage = ({ data }: { data: unknown }) => {
      if (typeof data === 'string') this.signals.push(JSON.parse(data) as ChannelSignal)
      else this.bytes.push(Buffer.from(data as ArrayBuffer))
    }
  }

  static async connect(url: string, ticket: string): Promise<ChannelClient> {
    return new ChannelClient(await openSocket(`${url}${sockets.channel}?ticket=${encodeURIComponent(ticket)}`))
  }

  signal(signal: ChannelSignal): void {
    this.socket.send(JSON.stringify(signal))
  }

  /** The reason that the channel ended with. */
  async reason(): Promise<string | undefined> {
    await this.closed
    const last = this.signals.at(-1)
    return last?.signal === 'closed' ? last.reason : undefined
  }
}

/** The bytes of a WebSocket as a stream. */
export function streamOf(socket: WebSocket): Duplex {
  const stream = new Duplex({
    read: () => {},
    write(chunk: Buffer, _encoding, done) {
      socket.send(Uint8Array.from(chunk))
      done()
    },
    destroy(error, done) {
      socket.close()
      done(error)
    }
  })
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) stream.push(Buffer.from(data))
  })
  socket.addEventListener('close', () => stream.push(null))
  return stream
}
