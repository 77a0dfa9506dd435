import { fail } from '@shared/contract/errors'
import type { EventBus } from '@main/kernel/event-bus'
import { KeyedLock } from '@main/kernel/keyed-lock'
import type { Revisions } from '@main/kernel/revision'
import type { Database } from '@main/store/database'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { CellRecord, PoolRepository } from '@main/store/repositories/pool-repository'
import type { CellStorages } from './cell-storages'
import { poolOf, type Hypervisors } from './hypervisors'
import { toCell } from './to-cell'

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly guests: GuestRepository
  readonly hypervisors: Hypervisors
  readonly storages: CellStorages
  readonly bus: EventBus
  readonly revisions: Revisions
}

/** Puts cells into compute pools and takes them out. One change per cell at a time. */
export class CellAllocation {
  readonly #deps: Deps
  readonly #locks = new KeyedLock()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /**
   * Puts cells that are in no pool into one that has this storage, once all of them can use it: all or none.
   * `alongside` runs first in the same transaction.
   */
  async add(
    names: readonly string[],
    pool: { readonly name: string; readonly storage: string },
    alongside?: () => void
  ) {
    const { db, storages } = this.#deps
    return this.holdAll(names, `it is being added to compute pool "${pool.name}"`, async () => {
      for (const name of names) this.#unallocated(name)
      await storages.attach(names, pool.storage)
      try {
        db.transaction(() => {
          alongside?.()
          for (const name of names) this.#assign(this.#unallocated(name), pool)
        })
      } catch (cause) {
        await storages.detach(names, pool.storage)
        throw cause
      }
    })
  }

  /** Takes a cell without guests out of its pool. */
  async takeOut({ name, pool }: CellRecord): Promise<void> {
    const { db, pools, guests, storages } = this.#deps
    await this.holdAll([name], `it is being taken out of compute pool "${pool}"`, async () => {
      const { storage } = poolOf(pools, pool)
      db.transaction(() => {
        const cell = pools.findCell(name)
        if (cell?.pool !== pool) fail('CELL_NOT_FOUND', { cell: name, pool })
        const left = guests.countOn(name)
        if (left > 0) fail('CELL_HAS_GUESTS', { cell: name, guests: left })
        pools.assignCell(name, '')
        this.#announce({ ...cell, pool: '' }, pool)
      })
      await storages.detach([name], storage)
    })
  }

  /** Holds cells while they are changed; a second change is refused and told what is going on. */
  async holdAll<T>([cell, ...others]: readonly string[], what: string, work: () => Promise<T>): Promise<T> {
    if (cell === undefined) return work()
    const refuse = (held: string): never => fail('CELL_BUSY', { cell, what: held })
    return this.#locks.hold(cell, what, refuse, () => this.holdAll(others, what, work))
  }

  #unallocated(name: string): CellRecord {
    const cell = this.#deps.pools.findCell(name) ?? fail('HOST_NOT_FOUND', { cell: name })
    if (cell.pool !== '') fail('CELL_ALLOCATED', { cell: name, pool: cell.pool })
    return cell
  }

  #assign(cell: CellRecord, { name: pool, storage }: { readonly name: string; readonly storage: string }): void {
    const { pools } = this.#deps
    if (poolOf(pools, pool).storage !== storage)
      fail('CELL_BUSY', { cell: cell.name, what: `compute pool "${pool}" was given another storage just now` })
    pools.assignCell(cell.name, pool)
    this.#announce({ ...cell, pool }, pool)
  }

  #announce(cell: CellRecord, pool: string): void {
    const { db, pools, hypervisors, bus, revisions } = this.#deps
    db.afterCommit(() => {
      bus.publish('cell.changed', toCell(cell, hypervisors.stateOf(cell.name), revisions.next()))
      const changed = pools.find(pool)
      if (changed) bus.publish('compute_pool.changed', changed)
    })
  }
}
