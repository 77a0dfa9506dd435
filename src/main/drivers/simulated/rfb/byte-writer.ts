/** Collects bytes, numbers big-endian as RFB has them. */
export class ByteWriter {
  #bytes = new Uint8Array(256)
  #length = 0

  get length(): number {
    return this.#length
  }

  u8(...values: readonly number[]): this {
    return this.bytes(values)
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this.u8(value >> 8, value)
    return this
  }

  u32(...values: readonly number[]): this {
    for (const value of values) this.u16(value >>> 16, value)
    return this
  }

  bytes(values: ArrayLike<number>): this {
    const length = this.#length + values.length
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(length * 2)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes.set(values, this.#length)
    this.#length = length
    return this
  }

  /** A length and the text in UTF-8. */
  text(text: string): this {
    const bytes = Buffer.from(text)
    return this.u32(bytes.length).bytes(bytes)
  }

  /** Overwrites one byte that is there. */
  patch(place: number, value: number): void {
    this.#bytes[place] = value
  }

  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}
