import { StringDecoder } from 'node:string_decoder'
import { DriverError } from '../../driver'

/** Something QEMU tells unasked; `seconds` since 1970. */
export interface QmpEvent {
  readonly event: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly timestamp: { readonly seconds: number; readonly microseconds: number }
}

/** Messages of the QEMU Machine Protocol, as they cross the wire. */
export type QmpMessage =
  | { readonly QMP: { readonly version: { readonly qemu: Readonly<Record<'major' | 'minor' | 'micro', number>> } } }
  | { readonly return: unknown; readonly id?: string }
  | { readonly error: { readonly class: string; readonly desc: string }; readonly id?: string }
  | QmpEvent

/** Far more than QEMU ever says in one line. */
const LONGEST_LINE = 1 << 24

/** Turns bytes into messages and back. It does no I/O, so any split of the bytes can be tested. */
export class QmpCodec {
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''

  /** Gives the messages that `bytes` complete; throws at what is not QMP. */
  decode(bytes: Buffer): QmpMessage[] {
    const lines = (this.#rest + this.#decoder.write(bytes)).split('\n')
    this.#rest = lines.pop() ?? ''
    if (this.#rest.length > LONGEST_LINE) throw new DriverError('QEMU sends a message without an end', 'unavailable')
    return lines.filter((line) => line.trim() !== '').map(parse)
  }

  encode(id: string, execute: string, args: object): string {
    return `${JSON.stringify({ execute, arguments: args, id })}\r\n`
  }
}

function parse(line: string): QmpMessage {
  try {
    return JSON.parse(line) as QmpMessage
  } catch (cause) {
    throw new DriverError(`QEMU sends what is no QMP: ${line.slice(0, 100)}`, 'unavailable', { cause })
  }
}
