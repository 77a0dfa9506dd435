import type { EventName, Events } from '@shared/contract/events'
import type { Notice } from '@shared/contract/wire'
import type { Dispose } from './disposable'

type Listener = (notice: Notice) => void

/** One-way notices of committed facts. Nothing may wait on, or be decided by, a listener. */
export class EventBus {
  readonly #listeners = new Set<Listener>()

  publish<N extends EventName>(name: N, payload: Events[N]): void {
    const notice = { name, payload } as Notice
    for (const listener of this.#listeners) listener(notice)
  }

  subscribe(listener: Listener): Dispose {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
