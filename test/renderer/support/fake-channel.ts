import type { ChannelSignal } from '@shared/contract/wire'
import { CarriedChannel } from '@/api/channel'

/** A byte pipe whose far end is played by a test; it notes what the window sends. */
export class FakeChannel {
  readonly ticket: string
  readonly near: CarriedChannel
  readonly received: Uint8Array<ArrayBuffer>[] = []
  readonly signals: ChannelSignal[] = []
  isClosed = false

  constructor(ticket = '') {
    this.ticket = ticket
    this.near = new CarriedChannel({
      send: (message) =>
        void (message instanceof Uint8Array ? this.received.push(message) : this.signals.push(message)),
      close: () => void (this.isClosed = true)
    })
  }

  /** How many bytes have come. */
  get size(): number {
    return this.received.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  get hasEnded(): boolean {
    return this.signals.some(({ signal }) => signal === 'end')
  }

  open(): void {
    this.near.take({ signal: 'open' })
  }

  /** Acknowledges `bytes` in all. */
  written(bytes: number): void {
    this.near.take({ signal: 'written', bytes })
  }

  /** Ends it as the core does: '' when all went well. */
  finish(reason = ''): void {
    this.near.take({ signal: 'closed', reason })
  }
}
