import { randomUUID } from 'node:crypto'
import type { Duplex, Readable, Writable } from 'node:stream'
import { fail } from '@shared/contract/errors'
import type { Clock } from './clock'

/** What a ticket opens. The gateway that redeems it connects two byte streams and knows no more. */
export type Pipe =
  | { readonly kind: 'console'; open(): Promise<Duplex> }
  /** The stream's end stands for a whole file; an error on it carries the reason. */
  | {
      readonly kind: 'upload'
      /** `checksumOf` is asked when all has come: a form may say the SHA-256 after its file. */
      open(checksumOf?: () => string | undefined): Promise<Writable>
    }
  | {
      readonly kind: 'download'
      open(range?: ByteRange): Promise<Readable>
      readonly size: number
      readonly name: string
      /** What tells this version of the file from every other. */
      readonly version: string
      /** SHA-256 in hex; '' where it is not known. */
      readonly checksum: string
    }

/** First and last byte, both included, as HTTP counts them. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** How long a ticket waits for its taker (api/semantics 1.9). */
const LIFETIME_MS = 15_000

/** One-time, short-lived leave to open a byte pipe. Possession of the id is the credential. */
export class Tickets {
  readonly #clock: Clock
  readonly #open = new Map<string, { pipe: Pipe; ends: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  issue(pipe: Pipe): string {
    this.#sweep()
    const id = randomUUID()
    this.#open.set(id, { pipe, ends: this.#clock.now().getTime() + LIFETIME_MS })
    return id
  }

  /** A ticket opens one pipe, once; a second time it is unknown. */
  redeem(id: string): Pipe {
    this.#sweep()
    const { pipe } = this.#open.get(id) ?? fail('TICKET_INVALID', {})
    this.#open.delete(id)
    return pipe
  }

  #sweep(): void {
    const now = this.#clock.now().getTime()
    for (const [id, { ends }] of this.#open) if (ends <= now) this.#open.delete(id)
  }
}
