import type { Session } from '@shared/contract/session'

/** The session that one connection has learned of, or that all windows of an app share. */
export class SignIn {
  #session = ''
  readonly #listeners: (() => void)[] = []

  /** `''` while nobody has signed in. */
  get session(): string {
    return this.#session
  }

  /** Takes over a sign-in from before. */
  present(session: string): void {
    this.#set(session)
  }

  /** Hears of every sign-in and sign-out. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** Learns from what was answered who has signed in or out. */
  learn(operation: string, answer: unknown): void {
    if (operation === 'session.create') this.#set((answer as Session).session)
    if (operation === 'session.remove') this.#set('')
  }

  #set(session: string): void {
    this.#session = session
    for (const listener of this.#listeners) listener()
  }
}
