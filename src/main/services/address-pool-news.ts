import type { AddressPool } from '@shared/contract/address-pool'
import { capacityOf } from '@shared/rules/address-rules'
import type { Clock } from '@main/kernel/clock'
import type { EventBus } from '@main/kernel/event-bus'
import type { Database } from '@main/store/database'
import type { AddressPoolRecord, AddressRepository } from '@main/store/repositories/address-repository'

interface Deps {
  readonly db: Database
  readonly addresses: AddressRepository
  readonly bus: EventBus
  readonly clock: Clock
}

/** So long the news of many guests are gathered: a batch is no reason to count a thousand times. */
const SOON_MS = 200

/** Tells of address pools that have changed, also when leases begin or end with their guests. */
export class AddressPoolNews {
  readonly #deps: Deps
  /** How many leases each pool was told to have. */
  readonly #told = new Map<string, number>()
  readonly #over = new AbortController()
  #counting: Promise<void> | undefined

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Follows the leases from now on. */
  start(): void {
    const { addresses, bus } = this.#deps
    for (const { name } of addresses.list()) this.#told.set(name, addresses.countLeases(name))
    bus.subscribe(({ name }) => {
      if (name === 'guest.changed' || name === 'guest.removed') this.#counting ??= this.#count()
    })
  }

  async close(): Promise<void> {
    this.#over.abort()
    await this.#counting
  }

  /** A pool as the API shows it. */
  show(pool: AddressPoolRecord): AddressPool {
    const { addresses } = this.#deps
    return {
      ...pool,
      addresses: addresses.listRanges(pool.name, 'internal').reduce((sum, range) => sum + capacityOf(range), 0),
      allocated: addresses.countLeases(pool.name)
    }
  }

  /** Tells of a pool that is changed in this transaction. */
  announce(name: string): void {
    this.#deps.db.afterCommit(() => {
      const pool = this.#deps.addresses.find(name)
      if (pool) this.#tell(pool)
    })
  }

  async #count(): Promise<void> {
    const { addresses, clock } = this.#deps
    await clock.sleep(SOON_MS, this.#over.signal).catch(() => undefined)
    this.#counting = undefined
    if (this.#over.signal.aborted) return
    for (const pool of addresses.list())
      if (addresses.countLeases(pool.name) !== this.#told.get(pool.name)) this.#tell(pool)
  }

  #tell(pool: AddressPoolRecord): void {
    const shown = this.show(pool)
    this.#told.set(pool.name, shown.allocated)
    this.#deps.bus.publish('address_pool.changed', shown)
  }
}
