import { Duplex } from 'node:stream'

/** What was said last, for who comes later. */
const KEPT = 64 << 10
/** Who has so much still to read misses what comes now. */
const LAG = 1 << 20

/** One guest's serial line with all who watch it. The guest is never held up. */
export class SerialLine {
  readonly #type: (bytes: Buffer, done: () => void) => void
  readonly #watchers = new Set<Duplex>()
  readonly #ring = Buffer.alloc(KEPT)
  /** Of all bytes that were said; the last ones are in the ring. */
  #count = 0
  #ended = false

  /** `type` is told what watchers write, and calls `done` when it wants more of the same watcher. */
  constructor(type: (bytes: Buffer, done: () => void) => void) {
    this.#type = type
  }

  get watched(): boolean {
    return this.#watchers.size > 0
  }

  /** The guest says something. */
  say(bytes: Buffer): void {
    const last = bytes.subarray(-KEPT)
    const untilEdge = last.copy(this.#ring, this.#count % KEPT)
    last.copy(this.#ring, 0, untilEdge)
    this.#count += last.length
    for (const watcher of this.#watchers) if (watcher.readableLength < LAG) watcher.push(bytes)
  }

  /** A watcher's end of the line, which begins with what was said last. */
  watch(): Duplex {
    const watcher = new Duplex({
      allowHalfOpen: false,
      read: () => {},
      write: (bytes: Buffer, _encoding, done) => this.#type(bytes, done),
      destroy: (error, done) => {
        this.#watchers.delete(watcher)
        done(error)
      }
    })
    const last = withoutQuestions(this.#last())
    if (last.length > 0) watcher.push(last)
    if (this.#ended) watcher.push(null)
    else this.#watchers.add(watcher)
    return watcher
  }

  end(): void {
    this.#ended = true
    for (const watcher of this.#watchers) watcher.push(null)
    this.#watchers.clear()
  }

  #last(): Buffer {
    const edge = this.#count % KEPT
    if (this.#count <= KEPT) return this.#ring.subarray(0, this.#count)
    return Buffer.concat([this.#ring.subarray(edge), this.#ring.subarray(0, edge)])
  }
}

/**
 * What a terminal would answer, as where its cursor is, what kind it is and what colours it has (DSR, DA, DECRQM, DECID,
 * ENQ, DECRQSS, OSC 4 to 19; the VT manuals and xterm's): whoever asked has had an answer or waits no more, and would
 * take a second one for typed.
 */
const QUESTIONS = /\x1b\[[?>=]?[\d;]*(?:[nc]|\$p)|\x1bZ|\x05|\x1bP[$+]q[^\x1b]*\x1b\\|\x1b\][\d;]*;\?(?:\x07|\x1b\\)/g

const withoutQuestions = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(QUESTIONS, ''), 'latin1')
