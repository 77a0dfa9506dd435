import type { Clock } from '@main/kernel/clock'
import type { Logger } from '@main/kernel/logger'
import type { Database } from '@main/store/database'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'

interface Deps {
  readonly db: Database
  readonly guests: GuestRepository
  readonly hypervisors: Hypervisors
  readonly view: GuestView
  readonly clock: Clock
  readonly log: Logger
}

/** How long the reason can be read; name and address are free at once. */
const KEPT_MS = 3_600_000

/** Clears away guests whose creation failed an hour ago, with what a cell that did not answer may still have of them. */
export async function sweepFailedCreations({ db, guests, hypervisors, view, clock, log }: Deps): Promise<void> {
  for (const { id, name, cell } of guests.listFailedBefore(clock.now().getTime() - KEPT_MS)) {
    try {
      await hypervisors.use(cell, (driver) => driver.guests.remove({ id }))
    } catch (cause) {
      log.warn(`what is left of guest ${name} stays for now: ${String(cause)}`, { id })
      continue
    }
    db.transaction(() => {
      guests.remove(id)
      db.afterCommit(() => view.announce(id))
    })
  }
}
