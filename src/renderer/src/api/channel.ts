import type { ChannelSignal } from '@shared/contract/wire'
import type { ByteChannel } from './connection'

/** What carries a channel: a MessagePort or a WebSocket. */
export interface Carrier {
  send(message: Uint8Array<ArrayBuffer> | ChannelSignal): void
  close(): void
}

/** The window's end of a byte pipe. It ends once, whichever side ended it. */
export class CarriedChannel implements ByteChannel {
  onopen: (() => void) | null = null
  onmessage: ((bytes: Uint8Array<ArrayBuffer>) => void) | null = null
  onwritten: ((bytes: number) => void) | null = null
  onclose: ((reason: string) => void) | null = null
  readonly #carrier: Carrier
  #isOver = false

  constructor(carrier: Carrier) {
    this.#carrier = carrier
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.#isOver) this.#carrier.send(bytes)
  }

  end(): void {
    if (!this.#isOver) this.#carrier.send({ signal: 'end' })
  }

  acknowledge(bytes: number): void {
    if (!this.#isOver) this.#carrier.send({ signal: 'written', bytes })
  }

  close(): void {
    this.over('')
  }

  /** Hands on what came from the core. */
  take(message: Uint8Array<ArrayBuffer> | ChannelSignal): void {
    if (this.#isOver) return
    if (message instanceof Uint8Array) this.onmessage?.(message)
    else if (message.signal === 'open') this.onopen?.()
    else if (message.signal === 'written') this.onwritten?.(message.bytes)
    else if (message.signal === 'closed') this.over(message.reason)
  }

  /** Ends the channel, with the reason for people: '' when all went well. */
  over(reason: string): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#carrier.close()
    this.onclose?.(reason)
  }
}
