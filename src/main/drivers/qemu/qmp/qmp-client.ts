import type { Duplex } from 'node:stream'
import { DriverError } from '../../driver'
import { QmpCodec, type QmpEvent, type QmpMessage } from './qmp-codec'
import type { QmpCommands } from './qmp-commands'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: DriverError) => void
}

export interface QmpClientOptions {
  readonly onEvent?: (event: QmpEvent) => void
  /** Called once, when the stream has ended for whatever reason. */
  readonly onClose?: () => void
}

type Arguments<A extends object> = object extends A ? [args?: A, timeoutMs?: number] : [args: A, timeoutMs?: number]

const TIMEOUT_MS = 10_000

/** One monitor of a QEMU over any byte stream: gives commands, tells of events. */
export class QmpClient {
  /** Gives QEMU's version once it takes commands, however late; rejects if the stream ends before. */
  readonly ready: Promise<string>
  readonly #codec = new QmpCodec()
  readonly #waiting = new Map<string, Waiting>()
  readonly #stream: Duplex
  readonly #onEvent: (event: QmpEvent) => void
  readonly #greeted = Promise.withResolvers<string>()
  #open = false
  #lastId = 0

  constructor(stream: Duplex, { onEvent = () => {}, onClose = () => {} }: QmpClientOptions = {}) {
    this.#stream = stream
    this.#onEvent = onEvent
    this.ready = this.#greeted.promise.then((version) => this.#negotiate(version))
    this.ready.catch(() => {})
    let error = new DriverError('QEMU has closed its monitor', 'unavailable')
    stream.on('data', (bytes: Buffer) => {
      try {
        for (const message of this.#codec.decode(bytes)) this.#receive(message)
      } catch (cause) {
        stream.destroy(cause as Error)
      }
    })
    stream.once('end', () => stream.destroy())
    stream.on('error', (cause) => (error = new DriverError(cause.message, 'unavailable', { cause })))
    stream.once('close', () => {
      this.#open = false
      this.#greeted.reject(error)
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
      onClose()
    })
  }

  /** Gives a command and waits for its answer; QEMU's own words are the message of a refusal. */
  async execute<C extends keyof QmpCommands>(
    command: C,
    ...[args = {}, timeoutMs = TIMEOUT_MS]: Arguments<QmpCommands[C]['args']>
  ): Promise<QmpCommands[C]['result']> {
    if (!this.#open) throw new DriverError('QEMU does not answer', 'unavailable')
    const answer = await this.#send(command, args, timeoutMs)
    return answer as QmpCommands[C]['result']
  }

  /** Lets go of the monitor; QEMU runs on. */
  close(): void {
    this.#stream.destroy()
  }

  async #negotiate(version: string): Promise<string> {
    await this.#send('qmp_capabilities', {}, TIMEOUT_MS)
    this.#open = true
    return version
  }

  #send(command: keyof QmpCommands, args: object, timeoutMs: number): Promise<unknown> {
    const id = String(++this.#lastId)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const timer = setTimeout(() => {
      this.#waiting.delete(id)
      reject(new DriverError(`QEMU has not answered ${command} for ${timeoutMs / 1000} s`, 'unavailable'))
    }, timeoutMs)
    this.#waiting.set(id, { resolve, reject })
    this.#stream.write(this.#codec.encode(id, command, args))
    return promise.finally(() => clearTimeout(timer))
  }

  #receive(message: QmpMessage): void {
    if ('QMP' in message) {
      const { major, minor, micro } = message.QMP.version.qemu
      return this.#greeted.resolve(`${major}.${minor}.${micro}`)
    }
    if ('event' in message) return this.#onEvent(message)
    const waiting = this.#waiting.get(message.id ?? '')
    this.#waiting.delete(message.id ?? '')
    if ('return' in message) waiting?.resolve(message.return)
    else waiting?.reject(new DriverError(message.error.desc, 'failed', { cause: message.error }))
  }
}
