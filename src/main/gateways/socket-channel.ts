import type { WebSocket } from '@fastify/websocket'
import type { ChannelSignal } from '@shared/contract/wire'
import type { ChannelEnd } from './channel-gateway'
import { isChannelSignal } from './channel-signal'

/** With more than this waiting in a socket, its source has to wait. */
const BACKLOG = 1 << 20
/** A WebSocket's reason has at most 123 bytes. */
const LONGEST_REASON = 123

/** The core's end of a channel over a WebSocket: bytes are binary messages, signals are JSON text. */
export class SocketChannel implements ChannelEnd {
  readonly #socket: WebSocket
  readonly #signals: boolean
  #onBytes: (bytes: Uint8Array) => void = () => {}
  #onSignal: (signal: ChannelSignal) => void = () => {}
  #resume: (() => void) | undefined
  #reason = ''

  /** Without `signals` only bytes travel and text is ignored, as clients of the API's monitor channel expect. */
  constructor(socket: WebSocket, { signals }: { readonly signals: boolean }) {
    this.#socket = socket
    this.#signals = signals
    socket.pause()
    socket.on('message', (data, isBinary) => this.#take(data as Buffer, isBinary))
  }

  sendBytes(bytes: Uint8Array): void {
    this.#socket.send(bytes, () => this.#sent())
  }

  sendSignal(signal: ChannelSignal): void {
    if (signal.signal === 'closed') this.#reason = signal.reason
    if (this.#signals) this.#socket.send(JSON.stringify(signal), () => {})
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.#onBytes = listener
    this.#socket.resume()
  }

  onSignal(listener: (signal: ChannelSignal) => void): void {
    this.#onSignal = listener
    this.#socket.resume()
  }

  onClose(listener: () => void): void {
    this.#socket.on('close', listener)
  }

  close(): void {
    this.#socket.resume()
    const reason = Buffer.from(this.#reason).subarray(0, LONGEST_REASON)
    this.#socket.close(this.#reason === '' ? 1000 : 1011, new TextDecoder().decode(reason, { stream: true }))
  }

  whenDrained(resume: () => void): void {
    this.#resume = resume
    this.#sent()
  }

  #sent(): void {
    if (this.#socket.bufferedAmount > BACKLOG) return
    this.#resume?.()
    this.#resume = undefined
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (isBinary) return this.#onBytes(data)
    if (!this.#signals) return
    const signal = parsed(data)
    if (isChannelSignal(signal)) this.#onSignal(signal)
    else this.#socket.close(1007)
  }
}

function parsed(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString())
  } catch {
    return undefined
  }
}
