import type { CellConnection, HostReport } from '@shared/contract/cell'
import { fail } from '@shared/contract/errors'
import type { Database } from '@main/store/database'
import type { EventBus } from '@main/kernel/event-bus'
import type { Revisions } from '@main/kernel/revision'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { CellRecord, PoolRepository } from '@main/store/repositories/pool-repository'
import type { CellAllocation } from './cell-allocation'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'
import { toCell } from './to-cell'

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly guests: GuestRepository
  readonly view: GuestView
  readonly hypervisors: Hypervisors
  readonly allocation: CellAllocation
  readonly bus: EventBus
  readonly revisions: Revisions
}

/** Which hosts there are. A host is in no compute pool when it comes and when it goes. */
export class HostRegistry {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Keeps a host that can be opened; one that cannot leaves nothing. */
  async register(name: string, connection: CellConnection): Promise<void> {
    const { db, pools, hypervisors, bus, revisions, allocation } = this.#deps
    const host: CellRecord = { name, pool: '', enabled: true, connection }
    const keys = [name, ...(connection.kind === 'qemu' ? [THIS_COMPUTER] : [])]
    await allocation.holdAll(keys, 'it is being registered', async () => {
      this.#needFree(host)
      await hypervisors.connect(host)
      const state = hypervisors.stateOf(name)
      try {
        if (!state.alive) fail('HOST_UNUSABLE', { driver: connection.kind, reason: state.reason })
        db.transaction(() => {
          this.#needFree(host)
          pools.insertCell(host)
          db.afterCommit(() => bus.publish('cell.changed', toCell(host, state, revisions.next())))
        })
      } catch (cause) {
        await hypervisors.forget(name)
        throw cause
      }
    })
  }

  /** What a host is that is not registered. */
  async test(connection: CellConnection): Promise<HostReport> {
    if (connection.kind === 'qemu') this.#needUnusedComputer()
    const { address, version, acceleration, cores, memory, disk } = await this.#deps.hypervisors.probe(connection)
    return { address, version, acceleration, cores, memory, disk }
  }

  /** Forgets a host, and the failed creations that were to be on it. What is on the host stays. */
  async unregister(name: string): Promise<void> {
    const { db, pools, guests, view, hypervisors, bus, allocation } = this.#deps
    await allocation.holdAll([name], 'it is being forgotten', async () => {
      db.transaction(() => {
        const cell = pools.findCell(name) ?? fail('HOST_NOT_FOUND', { cell: name })
        if (cell.pool !== '') fail('CELL_ALLOCATED', { cell: name, pool: cell.pool })
        for (const id of guests.failedIn({ cell: name })) {
          guests.remove(id)
          db.afterCommit(() => view.announce(id))
        }
        pools.removeCell(name)
        db.afterCommit(() => bus.publish('cell.removed', { name }))
      })
      await hypervisors.forget(name)
    })
  }

  #needFree({ name, connection }: CellRecord): void {
    if (this.#deps.pools.findCell(name)) fail('CELL_NAME_TAKEN', { cell: name })
    if (connection.kind === 'qemu') this.#needUnusedComputer()
  }

  /** One folder of guests has one driver. */
  #needUnusedComputer(): void {
    const local = this.#deps.pools.listCells().find(({ connection }) => connection.kind === 'qemu')
    if (local) fail('HOST_TAKEN', { by: local.name })
  }
}

/** Held like a cell; no cell is called so. */
const THIS_COMPUTER = 'this computer'
