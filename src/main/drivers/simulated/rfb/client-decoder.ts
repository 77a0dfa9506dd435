import { RfbError, type ClientMessage } from './client-messages'
import type { PixelFormat } from './pixel-format'

/** More than this many bytes of clipboard are not read. */
const MOST_CUT_TEXT = 1 << 18

/** Message types and the length of each, or of its head (RFC 6143 7.5). */
const kind = { pixelFormat: 0, encodings: 2, updateRequest: 3, key: 4, pointer: 5, cutText: 6 } as const
const heads = new Map<number, number>([
  [kind.pixelFormat, 20],
  [kind.encodings, 4],
  [kind.updateRequest, 10],
  [kind.key, 8],
  [kind.pointer, 6],
  [kind.cutText, 8]
])

type Phase = 'version' | 'security' | 'init' | 'talk'

/** Turns what a viewer sends into messages, however the bytes are cut. Throws `RfbError` at what is not RFB. */
export class ClientDecoder {
  #pending = Buffer.alloc(0)
  #phase: Phase = 'version'

  push(bytes: Uint8Array): ClientMessage[] {
    this.#pending = Buffer.concat([this.#pending, bytes])
    const messages: ClientMessage[] = []
    for (let length = this.#nextLength(); length <= this.#pending.length; length = this.#nextLength()) {
      messages.push(this.#read(this.#pending.subarray(0, length)))
      this.#pending = this.#pending.subarray(length)
    }
    return messages
  }

  /** Bytes of the next message, as far as its head tells; at least one more than there are when it does not. */
  #nextLength(): number {
    if (this.#phase === 'version') return 12
    if (this.#phase !== 'talk') return 1
    const head = this.#pending
    const type = head[0]
    if (type === undefined) return 1
    const length = heads.get(type)
    if (length === undefined) throw new RfbError(`There is no message of type ${type}`)
    if (head.length < length) return length
    if (type === kind.encodings) return length + 4 * head.readUInt16BE(2)
    if (type !== kind.cutText) return length
    const text = head.readUInt32BE(4)
    if (text > MOST_CUT_TEXT) throw new RfbError(`A clipboard of ${text} bytes is too much`)
    return length + text
  }

  #read(bytes: Buffer): ClientMessage {
    switch (this.#phase) {
      case 'version': {
        const message = readVersion(bytes)
        this.#phase = message.minor === 3 ? 'init' : 'security'
        return message
      }
      case 'security':
        this.#phase = 'init'
        return { type: 'security', choice: bytes.readUInt8(0) }
      case 'init':
        this.#phase = 'talk'
        return { type: 'init', shared: bytes.readUInt8(0) !== 0 }
      case 'talk':
        return readMessage(bytes)
    }
  }
}

/** A version that is not known is 3.3 (RFC 6143 7.1.1). */
function readVersion(bytes: Buffer): ClientMessage & { type: 'version' } {
  const text = bytes.toString('latin1')
  const minor = Number(/^RFB 003\.(\d{3})\n$/.exec(text)?.[1] ?? NaN)
  if (Number.isNaN(minor)) throw new RfbError(`${JSON.stringify(text)} is not a version of RFB`)
  return { type: 'version', minor: minor === 7 || minor === 8 ? minor : 3 }
}

function readMessage(bytes: Buffer): ClientMessage {
  switch (bytes[0]) {
    case kind.pixelFormat:
      return { type: 'pixel_format', format: readPixelFormat(bytes.subarray(4)) }
    case kind.encodings:
      return {
        type: 'encodings',
        encodings: Array.from({ length: bytes.readUInt16BE(2) }, (_, index) => bytes.readInt32BE(4 + 4 * index))
      }
    case kind.updateRequest: {
      const at = (place: number): number => bytes.readUInt16BE(place)
      return {
        type: 'update_request',
        incremental: bytes[1] !== 0,
        area: { x: at(2), y: at(4), width: at(6), height: at(8) }
      }
    }
    case kind.key:
      return { type: 'key', down: bytes[1] !== 0, keysym: bytes.readUInt32BE(4) }
    case kind.pointer:
      return { type: 'pointer', buttons: bytes.readUInt8(1), x: bytes.readUInt16BE(2), y: bytes.readUInt16BE(4) }
    default:
      return { type: 'cut_text', text: bytes.toString('latin1', 8) }
  }
}

/** RFC 6143 7.4. */
function readPixelFormat(bytes: Buffer): PixelFormat {
  const bits = bytes.readUInt8(0)
  if (bits !== 8 && bits !== 16 && bits !== 32) throw new RfbError(`A pixel cannot have ${bits} bits`)
  const channel = (max: number, shift: number) => ({ max: bytes.readUInt16BE(max), shift: bytes.readUInt8(shift) })
  return {
    bits_per_pixel: bits,
    depth: bytes.readUInt8(1),
    big_endian: bytes[2] !== 0,
    true_colour: bytes[3] !== 0,
    red: channel(4, 10),
    green: channel(6, 11),
    blue: channel(8, 12)
  }
}
