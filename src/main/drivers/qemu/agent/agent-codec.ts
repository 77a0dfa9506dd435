import { DriverError } from '../../driver'

/** What a guest agent answers: a value, or its reason why not. Nothing says to which command. */
export type AgentMessage =
  { readonly return: unknown } | { readonly error: { readonly class: string; readonly desc: string } }

/** Comes before the answer to a sync, and makes an agent forget half a command: no text in UTF-8 has this byte. */
const MARK = 0xff
const LINE_FEED = 10
const LONGEST_LINE = 1 << 22

/**
 * Turns bytes of a guest agent into messages and back. Until the first mark everything is the rest of an earlier
 * conversation and is dropped.
 */
export class AgentCodec {
  #rest = Buffer.alloc(0)
  #marked = false

  /** Gives the messages that `bytes` complete; throws at what is none. */
  decode(bytes: Buffer): AgentMessage[] {
    const messages: AgentMessage[] = []
    let rest = Buffer.concat([this.#rest, bytes])
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
      const line = rest.subarray(0, end)
      const mark = line.lastIndexOf(MARK)
      this.#marked ||= mark >= 0
      const text = line.toString('utf8', mark + 1).trim()
      if (this.#marked && text !== '') messages.push(parse(text))
      rest = rest.subarray(end + 1)
    }
    if (rest.length > LONGEST_LINE) throw new DriverError('The agent sends a message without an end')
    this.#rest = rest
    return messages
  }

  /** `afresh` makes the agent forget what it has heard before. */
  encode(execute: string, args: object, afresh = false): Buffer {
    const text = Buffer.from(`${JSON.stringify({ execute, arguments: args })}\n`)
    return afresh ? Buffer.concat([Buffer.of(MARK), text]) : text
  }
}

function parse(line: string): AgentMessage {
  try {
    return JSON.parse(line) as AgentMessage
  } catch (cause) {
    throw new DriverError('The agent sends what is no message', 'failed', { cause })
  }
}
