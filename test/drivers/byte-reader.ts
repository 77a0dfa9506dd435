import type { Duplex } from 'node:stream'

/** Takes a stream's bytes in the portions one likes; rejects when the stream ends before. */
export class ByteReader {
  #pending = Buffer.alloc(0)
  #ended = false
  #wake: () => void = () => {}

  constructor(stream: Duplex) {
    stream.on('data', (bytes: Buffer) => {
      this.#pending = Buffer.concat([this.#pending, bytes])
      this.#wake()
    })
    stream.once('close', () => {
      this.#ended = true
      this.#wake()
    })
  }

  async take(count: number): Promise<Buffer> {
    while (this.#pending.length < count) {
      if (this.#ended) throw new Error(`The stream ended ${count - this.#pending.length} bytes too early`)
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
    const taken = this.#pending.subarray(0, count)
    this.#pending = this.#pending.subarray(count)
    return taken
  }

  async u8(): Promise<number> {
    return (await this.take(1)).readUInt8(0)
  }

  async u16(): Promise<number> {
    return (await this.take(2)).readUInt16BE(0)
  }

  async u32(): Promise<number> {
    return (await this.take(4)).readUInt32BE(0)
  }
}
