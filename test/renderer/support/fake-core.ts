import { AppError, type ErrorPayload } from '@shared/contract/errors'
import type { Reply, WindowNotice } from '@shared/contract/wire'
import type { ByteChannel, Connection } from '@/api/connection'
import { FakeChannel } from './fake-channel'

/** What the core answers to an operation; throwing an `AppError` is a refusal. */
export type Answers = Record<string, (input: never) => unknown>

/** Plays the core at the wire: what a window calls is answered and noted, and events are announced by hand. */
export class FakeCore implements Connection {
  readonly calls: [operation: string, input: unknown][] = []
  readonly answers: Answers
  /** The channels that were opened, oldest first. */
  readonly channels: FakeChannel[] = []
  readonly #listeners = new Set<(notice: WindowNotice) => void>()
  readonly #watchers = new Set<(connected: boolean) => void>()

  constructor(answers: Answers = {}) {
    this.answers = answers
  }

  async call(operation: string, input: unknown): Promise<Reply> {
    this.calls.push([operation, input])
    const answer = this.answers[operation]
    if (!answer) throw new Error(`nobody answers ${operation}`)
    try {
      return { ok: true, value: structuredClone(await answer(input as never)) }
    } catch (error) {
      if (error instanceof AppError) return { ok: false, error: structuredClone<ErrorPayload>(error.toPayload()) }
      throw error
    }
  }

  onEvent(listener: (notice: WindowNotice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onConnected(listener: (connected: boolean) => void): () => void {
    this.#watchers.add(listener)
    return () => this.#watchers.delete(listener)
  }

  openChannel(ticket: string): ByteChannel {
    const channel = new FakeChannel(ticket)
    this.channels.push(channel)
    return channel.near
  }

  announce(notice: WindowNotice): void {
    for (const listener of this.#listeners) listener(notice)
  }

  setConnected(connected: boolean): void {
    for (const watcher of this.#watchers) watcher(connected)
  }

  /** What was asked of one operation, in order. */
  askedOf(operation: string): unknown[] {
    return this.calls.filter(([name]) => name === operation).map(([, input]) => input)
  }
}
