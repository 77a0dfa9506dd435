import type { Duplex } from 'node:stream'
import { nativeFormat, type PixelFormat } from '@main/drivers/simulated/rfb/pixel-format'
import { ByteReader } from './byte-reader'

interface Options {
  readonly version?: string
  readonly format?: PixelFormat
  /** Encoding numbers, the liked best first. */
  readonly encodings?: readonly number[]
  readonly shared?: boolean
}

const RAW = 0
const HEXTILE = 5

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A viewer written from RFC 6143 alone, to try servers with. Its picture has pixel values of the wished format. */
export class RfbClient {
  readonly stream: Duplex
  readonly width: number
  readonly height: number
  readonly name: string
  readonly picture: Uint32Array
  /** How many rectangles of each encoding have come. */
  readonly rectangles = new Map<number, number>()
  /** What an index means, when the format has no true colours: red, green and blue of 16 bits. */
  colours: number[][] = []
  readonly #reader: ByteReader
  readonly #format: PixelFormat

  private constructor(
    stream: Duplex,
    reader: ByteReader,
    about: { width: number; height: number; name: string; format: PixelFormat }
  ) {
    this.stream = stream
    this.#reader = reader
    this.width = about.width
    this.height = about.height
    this.name = about.name
    this.#format = about.format
    this.picture = new Uint32Array(this.width * this.height)
  }

  /** Shakes hands, and says what it wants; does not ask for a picture yet. */
  static async connect(
    stream: Duplex,
    { version = '003.008', format, encodings = [HEXTILE, RAW], shared = true }: Options = {}
  ): Promise<RfbClient> {
    const reader = new ByteReader(stream)
    const greeting = (await reader.take(12)).toString()
    if (greeting !== 'RFB 003.008\n') throw new Error(`The server greets with ${greeting}`)
    stream.write(`RFB ${version}\n`)
    if (version === '003.003') {
      if ((await reader.u32()) !== 1) throw new Error('The server wants a password')
    } else {
      const types = await reader.take(await reader.u8())
      if (!types.includes(1)) throw new Error('The server does not offer to do without a password')
      stream.write(Buffer.of(1))
      if (version === '003.008' && (await reader.u32()) !== 0) throw new Error('The server refuses')
    }
    stream.write(Buffer.of(Number(shared)))
    const [width, height] = [await reader.u16(), await reader.u16()]
    await reader.take(16)
    const name = (await reader.take(await reader.u32())).toString()
    const client = new RfbClient(stream, reader, { width, height, name, format: format ?? nativeFormat })
    if (format) client.#setFormat(format)
    client.#setEncodings(encodings)
    return client
  }

  request(incremental: boolean, area = { x: 0, y: 0, width: this.width, height: this.height }): void {
    const bytes = Buffer.alloc(10)
    bytes.writeUInt8(3, 0)
    bytes.writeUInt8(Number(incremental), 1)
    ;[area.x, area.y, area.width, area.height].forEach((value, index) => bytes.writeUInt16BE(value, 2 + 2 * index))
    this.stream.write(bytes)
  }

  /** Draws the next update that comes; gives its areas. */
  async update(): Promise<{ x: number; y: number; width: number; height: number }[]> {
    let type = await this.#reader.u8()
    if (type === 1) {
      await this.#reader.take(3)
      const count = await this.#reader.u16()
      this.colours = []
      for (let index = 0; index < count; index++)
        this.colours.push([await this.#reader.u16(), await this.#reader.u16(), await this.#reader.u16()])
      type = await this.#reader.u8()
    }
    if (type !== 0) throw new Error(`The server sends a message of type ${type}`)
    await this.#reader.take(1)
    const areas = []
    for (let left = await this.#reader.u16(); left > 0; left--) areas.push(await this.#rectangle())
    return areas
  }

  /** Asks for the whole picture once, then draws whatever changes until the stream ends. */
  async follow(): Promise<void> {
    this.request(false)
    for (;;) {
      try {
        await this.update()
      } catch (error) {
        if (this.stream.destroyed) return
        throw error
      }
      this.request(true)
    }
  }

  key(keysym: number): void {
    this.hold(keysym, () => {})
  }

  /** Does something while a key is down. */
  hold(keysym: number, meanwhile: () => void): void {
    this.#turn(keysym, true)
    meanwhile()
    this.#turn(keysym, false)
  }

  /** Characters as keys; a line break is Enter. */
  type(text: string): void {
    for (const char of text) this.key(char === '\n' ? 0xff0d : (char.codePointAt(0) ?? 0))
  }

  #turn(keysym: number, down: boolean): void {
    const bytes = Buffer.of(4, Number(down), 0, 0, 0, 0, 0, 0)
    bytes.writeUInt32BE(keysym, 4)
    this.stream.write(bytes)
  }

  async #rectangle() {
    const reader = this.#reader
    const area = { x: await reader.u16(), y: await reader.u16(), width: await reader.u16(), height: await reader.u16() }
    const encoding = await reader.u32()
    this.rectangles.set(encoding, (this.rectangles.get(encoding) ?? 0) + 1)
    if (encoding === RAW) await this.#raw(area.x, area.y, area.width, area.height)
    else if (encoding === HEXTILE) await this.#hextile(area)
    else throw new Error(`The server sends encoding ${encoding}, which nobody asked for`)
    return area
  }

  async #raw(x: number, y: number, width: number, height: number): Promise<void> {
    const length = this.#format.bits_per_pixel / 8
    const bytes = await this.#reader.take(width * height * length)
    for (let place = 0; place < width * height; place++)
      this.picture[(y + Math.floor(place / width)) * this.width + x + (place % width)] = this.#pixelIn(
        bytes.subarray(place * length, (place + 1) * length)
      )
  }

  /** RFC 6143 7.7.4. */
  async #hextile(area: Area): Promise<void> {
    let background = 0
    let foreground = 0
    let afterRaw = false
    for (let y = area.y; y < area.y + area.height; y += 16)
      for (let x = area.x; x < area.x + area.width; x += 16) {
        const [width, height] = [Math.min(16, area.x + area.width - x), Math.min(16, area.y + area.height - y)]
        const kind = await this.#reader.u8()
        if (kind === 0 && afterRaw) throw new Error('An empty tile follows a raw one, which some viewers skip')
        afterRaw = (kind & 1) !== 0
        if (afterRaw) {
          await this.#raw(x, y, width, height)
          continue
        }
        if (kind & 2) background = await this.#pixel()
        if (kind & 4) foreground = await this.#pixel()
        this.#fill({ x, y, width, height }, background)
        for (let left = kind & 8 ? await this.#reader.u8() : 0; left > 0; left--) {
          const color = kind & 16 ? await this.#pixel() : foreground
          const [at, size] = [await this.#reader.u8(), await this.#reader.u8()]
          const part = { x: x + (at >> 4), y: y + (at & 15), width: (size >> 4) + 1, height: (size & 15) + 1 }
          this.#fill(part, color)
        }
      }
  }

  #fill({ x, y, width, height }: Area, color: number): void {
    for (let row = y; row < y + height; row++)
      this.picture.fill(color, row * this.width + x, row * this.width + x + width)
  }

  async #pixel(): Promise<number> {
    return this.#pixelIn(await this.#reader.take(this.#format.bits_per_pixel / 8))
  }

  #pixelIn(bytes: Buffer): number {
    return this.#format.big_endian ? bytes.readUIntBE(0, bytes.length) : bytes.readUIntLE(0, bytes.length)
  }

  #setFormat({ bits_per_pixel, depth, big_endian, true_colour, red, green, blue }: PixelFormat): void {
    const bytes = Buffer.alloc(20)
    bytes.set([bits_per_pixel, depth, Number(big_endian), Number(true_colour)], 4)
    ;[red, green, blue].forEach(({ max, shift }, index) => {
      bytes.writeUInt16BE(max, 8 + 2 * index)
      bytes.writeUInt8(shift, 14 + index)
    })
    this.stream.write(bytes)
  }

  #setEncodings(encodings: readonly number[]): void {
    const bytes = Buffer.alloc(4 + 4 * encodings.length)
    bytes.writeUInt8(2, 0)
    bytes.writeUInt16BE(encodings.length, 2)
    encodings.forEach((encoding, index) => bytes.writeInt32BE(encoding, 4 + 4 * index))
    this.stream.write(bytes)
  }
}
