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

  /**
   * Takes over what the hypervisor says of a guest's disks and snapshots, and tells the windows if it is news.
   * `remembered` spares reading the guest where nothing is.
   */
  async learn(id: string, driver: Driver, remembered?: GuestRecord): Promise<void> {
    const { db, guests, snapshots, view, log } = this.#deps
    const [sizes, tree] = await Promise.all([driver.disks.sizes({ id }), driver.snapshots?.list({ id }) ?? []])
    if (remembered?.snapshots === 0 && tree.length === 0 && isDeepStrictEqual(sizes, remembered.disks)) return
    const guest = guests.find(id)
    if (!guest) return
    const disks = isWhole(sizes, guest) ? sizes : guest.disks
    if (disks !== sizes) log.warn(`guest ${guest.name} has other disks than it was made with`, { id, sizes })
    const known = guest.snapshots === 0 ? [] : snapshots.list(id)
    if (isDeepStrictEqual([disks, tree], [guest.disks, known])) return
    db.transaction(() => {
      guests.setDisks(id, disks)
      snapshots.replace(id, tree)
      db.afterCommit(() => view.announce(id))
    })
  }
}

const isWhole = (sizes: readonly number[], { disks }: GuestRecord): boolean =>
  sizes.length === disks.length && sizes.every((size) => size > 0)
