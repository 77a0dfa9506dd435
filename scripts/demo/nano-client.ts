import { Duplex } from 'node:stream'

interface Envelope {
  readonly error_code: number
  readonly message: string
  readonly data: unknown
}

/** A client of the Nano API, as any script would be one. */
export class NanoClient {
  readonly #origin: string
  #session = ''

  constructor(origin: string) {
    this.#origin = origin
  }

  /** Answers the data; throws the server's own words. */
  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.#origin}/api/v1${path}`, {
      method,
      headers: { 'Nano-Session': this.#session },
      ...(body && { body: JSON.stringify(body) })
    })
    const { error_code, message, data } = (await response.json()) as Envelope
    if (error_code !== 0) throw new Error(`${method} ${path}: ${message}`)
    return data as T
  }

  async signIn(user: string, password: string): Promise<void> {
    this.#session = (await this.call<{ session: string }>('POST', '/sessions/', { user, password })).session
  }

  /** The screen of a running guest, as the bytes of RFB. */
  async openScreen(guest: string): Promise<Duplex> {
    const { id } = await this.call<{ id: string }>('POST', '/monitor_channels/', { guest })
    const socket = new WebSocket(`${this.#origin.replace('http', 'ws')}/api/v1/monitor_channels/${id}`, 'binary')
    socket.binaryType = 'arraybuffer'
    await new Promise((resolve, reject) => {
      socket.onopen = resolve
      socket.onerror = () => reject(new Error('The screen could not be opened'))
    })
    const stream = new Duplex({
      read: () => {},
      write: (bytes: Uint8Array<ArrayBuffer>, _encoding, done) => {
        socket.send(bytes)
        done()
      },
      destroy: (error, done) => {
        socket.close()
        done(error)
      }
    })
    socket.onmessage = ({ data }) => stream.push(Buffer.from(data as ArrayBuffer))
    socket.onclose = () => stream.destroy()
    return stream
  }
}
