import { allow } from '@shared/rules/guest-rules'
import type { Driver } from '@main/drivers/driver'
import type { Database } from '@main/store/database'
import type { Commit } from '@main/store/group-commit'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import type { GuestLocks } from './guest-locks'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'
import type { LiveState } from './live-state'

interface Deps {
  readonly db: Database
  readonly guests: GuestRepository
  readonly hypervisors: Hypervisors
  readonly live: LiveState
  readonly view: GuestView
  readonly locks: GuestLocks
  readonly commit: Commit
}

/** Deletes guests, all or nothing: one is marked before its cell is told, so that the next start can finish it. */
export class GuestRemoval {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Refuses what the guest's rule does not allow; `force` switches a running one off first. */
  async remove(id: string, { force: asked }: { readonly force: boolean }): Promise<void> {
    const { guests, hypervisors, view, locks, commit } = this.#deps
    await locks.hold(view.get(id), 'it is being deleted', async () => {
      const guest = view.get(id)
      // What is halted or was never made whole has nothing to lose.
      const force = asked || guest.error !== ''
      allow(force ? 'forceRemove' : 'remove', guest)
      await commit(() => guests.markDeleting(id, true))
      try {
        await hypervisors.use(guest.cell, (driver) => takeAway(driver, { id, force }))
      } catch (cause) {
        await commit(() => guests.markDeleting(id, false))
        throw cause
      }
      await commit(() => this.#forget(id))
    })
  }

  /** Ends a deletion that the application's end cut off; its cell has just been connected. */
  async finish({ id }: GuestRecord, driver: Driver): Promise<void> {
    await takeAway(driver, { id, force: true })
    this.#deps.db.transaction(() => this.#forget(id))
  }

  #forget(id: string): void {
    const { db, guests, live, view } = this.#deps
    guests.remove(id)
    db.afterCommit(() => {
      live.forget(id)
      view.announce(id)
    })
  }
}

async function takeAway(
  driver: Driver,
  { id, force }: { readonly id: string; readonly force: boolean }
): Promise<void> {
  // A cell that does not know the guest has no power to cut.
  const power = force ? await driver.power.state({ id }).catch(() => undefined) : undefined
  if (power && power.power !== 'stopped') await driver.power.forceOff({ id })
  await driver.guests.remove({ id })
}
