import { randomInt } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { DriverError } from '../../driver'
import { AgentCodec, type AgentMessage } from './agent-codec'
import type { AgentCommands } from './agent-commands'

const TIMEOUT_MS = 10_000

/**
 * One conversation with a guest agent over any byte stream. Answers have no ids, so a caller waits for one before it
 * gives the next command, and lets go of a session whose answer has not come. Rejects as `wrong_state` for an agent
 * that does not answer, as `failed` for one that says no.
 */
export class AgentSession {
  readonly #stream: Duplex
  readonly #codec = new AgentCodec()
  #answer: ((answer: AgentMessage | DriverError) => void) | undefined
  #end: DriverError | undefined

  private constructor(stream: Duplex) {
    this.#stream = stream
    stream.on('data', (bytes: Buffer) => {
      try {
        for (const message of this.#codec.decode(bytes)) this.#answer?.(message)
      } catch (cause) {
        stream.destroy(cause as Error)
      }
    })
    stream.once('end', () => stream.destroy())
    stream.on('error', (cause) => (this.#end = silent(cause)))
    stream.once('close', () => this.#answer?.((this.#end ??= silent())))
  }

  /** Finds out that an agent listens, and makes both sides forget what was said before. */
  static async open(stream: Duplex, timeoutMs: number): Promise<AgentSession> {
    const session = new AgentSession(stream)
    try {
      const id = randomInt(2 ** 31)
      await session.#send('guest-sync-delimited', { id }, { timeoutMs, afresh: true, isMine: isReturn(id) })
      return session
    } catch (cause) {
      session.close()
      throw cause
    }
  }

  /** Gives a command and waits for its answer; the agent's own words are the message of a refusal. */
  async execute<C extends keyof AgentCommands>(
    command: C,
    args: AgentCommands[C]['args'],
    timeoutMs = TIMEOUT_MS
  ): Promise<AgentCommands[C]['result']> {
    const answer = await this.#send(command, args, { timeoutMs })
    if ('error' in answer) throw new DriverError(answer.error.desc, 'failed', { cause: answer.error })
    return answer.return as AgentCommands[C]['result']
  }

  /** Gives a command that answers only if it fails, which it does within `timeoutMs`. */
  async tell<C extends keyof AgentCommands>(
    command: C,
    args: AgentCommands[C]['args'],
    timeoutMs: number
  ): Promise<void> {
    await this.execute(command, args, timeoutMs).catch((cause: unknown) => {
      if (!(cause instanceof DriverError && cause.fault === 'wrong_state')) throw cause
    })
  }

  close(): void {
    this.#stream.destroy()
  }

  async #send(
    command: string,
    args: object,
    { timeoutMs, afresh = false, isMine = () => true }: Sending
  ): Promise<AgentMessage> {
    if (this.#end) throw this.#end
    const { promise, resolve, reject } = Promise.withResolvers<AgentMessage>()
    const timer = setTimeout(() => reject(silent()), timeoutMs)
    this.#answer = (answer) => {
      if (answer instanceof DriverError) reject(answer)
      else if (isMine(answer)) resolve(answer)
    }
    this.#stream.write(this.#codec.encode(command, args, afresh))
    return promise.finally(() => {
      clearTimeout(timer)
      this.#answer = undefined
    })
  }
}

interface Sending {
  readonly timeoutMs: number
  readonly afresh?: boolean
  readonly isMine?: (answer: AgentMessage) => boolean
}

const isReturn =
  (id: number) =>
  (answer: AgentMessage): boolean =>
    'return' in answer && answer.return === id

const silent = (cause?: unknown): DriverError =>
  new DriverError('The guest agent does not answer', 'wrong_state', { cause })
