/** How far back a speed looks, and how often it is worth showing. */
const OVER_MS = 4_000
const EVERY_MS = 250

interface Mark {
  readonly time: number
  readonly bytes: number
}

/** Measures how fast a file moves. */
export class Pace {
  #marks: readonly Mark[]

  /** `time` is in milliseconds; `bytes` were there before. */
  constructor(time: number, bytes = 0) {
    this.#marks = [{ time, bytes }]
  }

  /** Bytes per second over the last seconds; undefined while it is too early to say anything new. */
  rateAt(time: number, bytes: number): number | undefined {
    const last = this.#marks.at(-1)
    if (last && time - last.time < EVERY_MS) return undefined
    const recent = this.#marks.filter((mark) => time - mark.time <= OVER_MS)
    this.#marks = [...(recent.length > 0 ? recent : this.#marks.slice(-1)), { time, bytes }]
    const [first] = this.#marks
    return first ? ((bytes - first.bytes) / (time - first.time)) * 1000 : 0
  }
}
