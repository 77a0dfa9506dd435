import { fail } from '@shared/contract/errors'
import { KeyedLock } from '@main/kernel/keyed-lock'

/** One change per guest at a time; a second one is refused and told what is going on. */
export class GuestLocks {
  readonly #locks = new KeyedLock()

  /** Refuses a guest that something holds, and says what. */
  refuseBusy({ id, name }: { readonly id: string; readonly name: string }): void {
    const task = this.#locks.holder(id)
    if (task !== undefined) fail('GUEST_BUSY', { name, task })
  }

  hold<T>(guest: { readonly id: string; readonly name: string }, what: string, work: () => Promise<T>): Promise<T> {
    return this.#locks.hold(guest.id, what, (task) => fail('GUEST_BUSY', { name: guest.name, task }), work)
  }

  /** What is going on with a guest; undefined for nothing. */
  holder(id: string): string | undefined {
    return this.#locks.holder(id)
  }
}
