/** What is known of one step of time, in this order: the mean in percent, the mean in bytes, then bytes per second. */
export type UsageValues = readonly [
  cpu_usage: number,
  memory: number,
  read_speed: number,
  write_speed: number,
  receive_speed: number,
  send_speed: number
]

/** A record is the number of its step, a check with the milliseconds it knows of, and six values: 32-bit words. */
const WORDS = 8
const FIRST_VALUE = 2
export const RECORD_BYTES = 4 * WORDS
/** Half an hour in milliseconds has 21 bits; the rest of the word is the check. */
const WEIGHT_BITS = 21
const WEIGHT = 2 ** WEIGHT_BITS - 1
/** Longer than anything waits to be written, unless it cannot be. */
const MOST = 300

/** Means of steps of time, in few bytes: in memory the same as in a file. A mean counts every millisecond alike. */
export class UsageRecords {
  #words: Uint32Array
  #values: Float32Array
  #count: number

  /** Takes over the bytes of records, or begins without any. */
  constructor(bytes = new ArrayBuffer(0)) {
    this.#words = new Uint32Array(bytes)
    this.#values = new Float32Array(bytes)
    this.#count = bytes.byteLength / RECORD_BYTES
  }

  get count(): number {
    return this.#count
  }

  /** The step of the last record. */
  get newest(): number {
    return this.stepOf(this.#count - 1)
  }

  stepOf(index: number): number {
    return this.#words[index * WORDS] ?? 0
  }

  /** For how many milliseconds of its step a record speaks; 0 for one that was never written. */
  weightOf(index: number): number {
    return (this.#words[index * WORDS + 1] ?? 0) & WEIGHT
  }

  valuesOf(index: number): UsageValues {
    const start = index * WORDS + FIRST_VALUE
    return [...this.#values.subarray(start, start + WORDS - FIRST_VALUE)] as unknown as UsageValues
  }

  /** Counts `values` for so many milliseconds of a step: the last one, or one that begins. */
  add(step: number, weight: number, values: UsageValues): void {
    if (this.#count === 0 || this.newest !== step) this.#append(step)
    this.blend(this.#count - 1, weight, values)
  }

  /** Counts `values` for so many milliseconds more of a record. */
  blend(index: number, weight: number, values: UsageValues): void {
    const start = index * WORDS + FIRST_VALUE
    const before = this.weightOf(index)
    const share = weight / (before + weight)
    for (let at = 0; at < values.length; at++) {
      const mean = this.#values[start + at] ?? 0
      this.#values[start + at] = mean + ((values[at] ?? 0) - mean) * share
    }
    this.#words[index * WORDS + 1] = Math.min(WEIGHT, before + weight)
  }

  /** Forgets what is older than the last record of a step. */
  dropBefore(step: number): void {
    let index = this.#count - 1
    while (index > 0 && this.stepOf(index) !== step) index--
    this.#drop(index)
  }

  /** A copy of records as it is written, each with its check. */
  bytes(from: number, to: number): Uint8Array {
    const words = this.#words.slice(from * WORDS, to * WORDS)
    for (let at = 0; at < words.length; at += WORDS)
      words[at + 1] = ((words[at + 1] ?? 0) | (checkOf(words, at) << WEIGHT_BITS)) >>> 0
    return new Uint8Array(words.buffer)
  }

  /** Whether a record that was read is as it was written, or was never written; takes its check off. */
  isWhole(index: number): boolean {
    const at = index * WORDS
    const check = (this.#words[at + 1] ?? 0) >>> WEIGHT_BITS
    this.#words[at + 1] = this.weightOf(index)
    const isEmpty = this.#words.subarray(at, at + WORDS).every((word) => word === 0)
    return check === (isEmpty ? 0 : checkOf(this.#words, at))
  }

  #append(step: number): void {
    if (this.#count === MOST) this.#drop(1)
    if (this.#count * WORDS === this.#words.length) this.#grow()
    this.#words.fill(0, this.#count * WORDS, (this.#count + 1) * WORDS)
    this.#words[this.#count * WORDS] = step
    this.#count++
  }

  #drop(count: number): void {
    this.#words.copyWithin(0, count * WORDS, this.#count * WORDS)
    this.#count -= count
  }

  #grow(): void {
    const words = new Uint32Array(WORDS * (this.#count < 2 ? 2 : this.#count * 2))
    words.set(this.#words)
    this.#words = words
    this.#values = new Float32Array(words.buffer)
  }
}

/** Eleven bits that a damaged record hardly has. The weight has none set above its own bits. */
function checkOf(words: Uint32Array, start: number): number {
  let sum = 0x811c9dc5
  for (let at = start; at < start + WORDS; at++) {
    sum = Math.imul(sum ^ (words[at] ?? 0), 0x01000193)
    sum ^= sum >>> 15
  }
  return sum >>> WEIGHT_BITS
}
