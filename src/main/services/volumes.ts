import { isDeepStrictEqual } from 'node:util'
import type { Driver } from '@main/drivers/driver'
import type { Logger } from '@main/kernel/logger'
import type { Database } from '@main/store/database'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import type { SnapshotRepository } from '@main/store/repositories/snapshot-repository'
import type { GuestView } from './guest-view'

interface Deps {
  readonly db: Database
  readonly guests: GuestRepository
  readonly snapshots: SnapshotRepository
  readonly view: GuestView
  readonly log: Logger
}

/** What is remembered of the disks and snapshots of guests. The hypervisor that has them is right. */
export class Volumes {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Takes over what the hypervisor says of a guest's disks and snapshots, and tells the windows if it is news. */
  async learn(id: string, driver: Driver): Promise<void> {
    const { db, guests, snapshots, view, log } = this.#deps
    const [sizes, tree] = await Promise.all([driver.disks.sizes({ id }), driver.snapshots?.list({ id }) ?? []])
    const guest = guests.find(id)
    if (!guest) return
    const disks = isWhole(sizes, guest) ? sizes : guest.disks
    if (disks !== sizes) log.warn(`guest ${guest.name} has other disks than it was made with`, { id, sizes })
    const remembered = guest.snapshots === 0 ? [] : snapshots.list(id)
    if (isDeepStrictEqual([disks, tree], [guest.disks, remembered])) return
    db.transaction(() => {
      guests.setDisks(id, disks)
      snapshots.replace(id, tree)
      db.afterCommit(() => view.announce(id))
    })
  }
}

const isWhole = (sizes: readonly number[], { disks }: GuestRecord): boolean =>
  sizes.length === disks.length && sizes.every((size) => size > 0)
