import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { until } from './until'

/** One answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** A bare connection, for what no HTTP client would send. */
export class RawHttp {
  readonly #socket: Socket
  #text = ''
  #isClosed = false

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (bytes: Buffer) => void (this.#text += bytes.toString('latin1')))
    socket.on('error', () => {}).on('close', () => (this.#isClosed = true))
  }

  static async open(port: number): Promise<RawHttp> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    await once(socket, 'connect')
    return new RawHttp(socket)
  }

  /** Sends; waits until the system has taken it, or the connection is gone. */
  async send(bytes: string | Buffer): Promise<void> {
    const chunk = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
    await new Promise<void>((resolve) => this.#socket.write(chunk, () => resolve()))
  }

  /** Says that no more will be sent, and still listens. */
  halfClose(): void {
    this.#socket.end()
  }

  close(): void {
    this.#socket.destroy()
  }

  get isClosed(): boolean {
    return this.#isClosed || this.#socket.readableEnded
  }

  get answers(): RawAnswer[] {
    const answers: RawAnswer[] = []
    for (let text = this.#text; text !== '';) {
      const end = text.indexOf('\r\n\r\n')
      const head = text.slice(0, end)
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
      if (end < 0 || text.length < end + 4 + length) break
      answers.push({ status: Number(head.split(' ')[1]), head, body: text.slice(end + 4, end + 4 + length) })
      text = text.slice(end + 4 + length)
    }
    return answers
  }

  /** Waits for so many answers. */
  answered(count = 1): Promise<RawAnswer[]> {
    return until(`${count} answer(s)`, () => (this.answers.length >= count ? this.answers : undefined))
  }

  closed(): Promise<true> {
    return until('the connection to close', () => this.isClosed || undefined)
  }
}
