import { EventEmitter } from 'node:events'
import type { MessagePortMain } from 'electron'

/** Where a port's messages go once its twin was given to a page. */
export interface FarSide {
  post(data: unknown): void
  close(): void
}

/** A port of the main process. Messages wait until it is started, as Electron's do. */
export class StandinPort extends EventEmitter implements Pick<MessagePortMain, 'postMessage' | 'start' | 'close'> {
  twin: StandinPort | undefined
  #far: FarSide | undefined
  #started = false
  #closed = false
  #waiting: unknown[] = []

  postMessage(data: unknown): void {
    if (this.#closed) return
    if (this.#far) this.#far.post(data)
    else this.twin?.receive(structuredClone(data))
  }

  receive(data: unknown): void {
    if (this.#started) setImmediate(() => this.emit('message', { data, ports: [] }))
    else this.#waiting.push(data)
  }

  start(): void {
    this.#started = true
    for (const data of this.#waiting.splice(0)) this.receive(data)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#far?.close()
    setImmediate(() => this.emit('close'))
    this.twin?.close()
  }

  /** Gives this port away: its twin speaks with `far` from now on. */
  give(far: FarSide): StandinPort | undefined {
    const near = this.twin
    this.twin = undefined
    if (near) {
      near.twin = undefined
      near.#far = far
    }
    return near
  }
}

export class StandinChannel {
  readonly port1 = new StandinPort()
  readonly port2 = new StandinPort()

  constructor() {
    this.port1.twin = this.port2
    this.port2.twin = this.port1
  }
}
