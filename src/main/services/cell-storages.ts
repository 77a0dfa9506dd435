import { fail } from '@shared/contract/errors'
import type { Driver } from '@main/drivers/driver'
import type { Logger } from '@main/kernel/logger'
import type { CellRecord, PoolRepository } from '@main/store/repositories/pool-repository'
import type { StoragePoolRepository } from '@main/store/repositories/storage-pool-repository'
import type { CellState, Hypervisors } from './hypervisors'

interface Deps {
  readonly pools: PoolRepository
  readonly storagePools: StoragePoolRepository
  readonly hypervisors: Hypervisors
  readonly log: Logger
}

/** The shared storage of compute pools on their cells: where it is mounted, while the cell is alive. */
export class CellStorages {
  readonly #deps: Deps
  readonly #folders = new Map<string, string>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The folder of its pool's storage on a cell; undefined while it has none. */
  folderOn(cell: string): string | undefined {
    return this.#folders.get(cell)
  }

  /** Makes a storage pool usable on all of the cells, or refuses and leaves it on none. `''` needs nothing. */
  async attach(cells: readonly string[], storage: string): Promise<void> {
    if (storage === '') return
    const { hypervisors } = this.#deps
    const results = await Promise.allSettled(
      cells.map((cell) => hypervisors.use(cell, (driver) => this.#attach(cell, driver, storage)))
    )
    const refused = results.find((result) => result.status === 'rejected')
    if (!refused) return
    await this.detach(cells, storage)
    throw refused.reason
  }

  /** Takes a storage pool off cells. One where that fails is tidied up when it connects the next time. */
  async detach(cells: readonly string[], storage: string): Promise<void> {
    if (storage === '') return
    const { hypervisors, log } = this.#deps
    await Promise.all(
      cells.map(async (cell) => {
        this.#folders.delete(cell)
        try {
          await hypervisors.use(cell, async (driver) => driver.storage?.detach(storage))
        } catch (cause) {
          log.warn(`storage pool ${storage} is not detached from cell ${cell}`, { cause: (cause as Error).message })
        }
      })
    )
  }

  /** Gives a cell that connects what its pool has, and takes off it what is of no use any more. */
  async cellChanged({ name }: CellRecord, state: CellState): Promise<void> {
    this.#folders.delete(name)
    if (!state.alive) return
    const { pools, log } = this.#deps
    const pool = pools.findCell(name)?.pool ?? ''
    const storage = pools.find(pool)?.storage ?? ''
    try {
      for (const attached of (await state.driver.storage?.list()) ?? [])
        if (attached.name !== storage) await state.driver.storage?.detach(attached.name)
      if (storage !== '') await this.#attach(name, state.driver, storage)
    } catch (cause) {
      log.warn(`cell ${name} has not the storage of compute pool ${pool}`, { cause: (cause as Error).message })
    }
  }

  async #attach(cell: string, driver: Driver, storage: string): Promise<void> {
    const source = this.#deps.storagePools.find(storage) ?? fail('STORAGE_POOL_NOT_FOUND', { pool: storage })
    const folder = await (driver.storage?.attach(source) ??
      fail('NOT_SUPPORTED', { driver: driver.kind, what: `use storage pool "${storage}"` }))
    this.#folders.set(cell, folder)
  }
}
