/** Collects bytes, numbers big-endian as RFB has them. */
export class ByteWriter {
  #bytes = new Uint8Array(256)
  #length = 0

  u8(...values: readonly number[]): this {
    this.#grow(values.length)
    for (const value of values) this.#bytes[this.#length++] = value
    return this
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this.u8(value >> 8, value)
    return this
  }

  u32(...values: readonly number[]): this {
    for (const value of values) this.u16(value >>> 16, value)
    return this
  }

  bytes(values: Uint8Array): this {
    this.#grow(values.length)
    this.#bytes.set(values, this.#length)
    this.#length += values.length
    return this
  }

  /** A length and the text in UTF-8. */
  text(text: string): this {
    const bytes = Buffer.from(text)
    return this.u32(bytes.length).bytes(bytes)
  }

  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #grow(more: number): void {
    const length = this.#length + more
    if (length <= this.#bytes.length) return
    const grown = new Uint8Array(length * 2)
    grown.set(this.#bytes)
    this.#bytes = grown
  }
}
