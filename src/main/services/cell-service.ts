import type { Handlers } from '@shared/contract'
import type { Cell, CellStatus } from '@shared/contract/cell'
import { fail } from '@shared/contract/errors'
import type { Call, TaskCall } from '@main/kernel/call'
import type { EventBus } from '@main/kernel/event-bus'
import type { Revisions } from '@main/kernel/revision'
import type { Database } from '@main/store/database'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { CellRecord, PoolRepository } from '@main/store/repositories/pool-repository'
import { poolOf, type CellState, type Hypervisors } from './hypervisors'
import type { LiveState } from './live-state'

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly guests: GuestRepository
  readonly hypervisors: Hypervisors
  readonly live: LiveState
  readonly bus: EventBus
  readonly revisions: Revisions
}

export function cellService({
  db,
  pools,
  guests,
  hypervisors,
  live,
  bus,
  revisions
}: Deps): Handlers<'cell', Call, TaskCall> {
  const inPool = (pool: string): CellRecord[] => {
    poolOf(pools, pool)
    return pools.listCells().filter((cell) => cell.pool === pool)
  }
  const one = (pool: string, name: string): CellRecord => {
    const cell = pools.findCell(name)
    if (cell?.pool === pool) return cell
    poolOf(pools, pool)
    fail('CELL_NOT_FOUND', { cell: name, pool })
  }
  const show = (cell: CellRecord): Cell => toCell(cell, hypervisors.stateOf(cell.name), revisions.next())

  /** [stopped, running, lost, migrating]; guests being created count as stopped. */
  const countOn = (cell: string, alive: boolean): CellStatus['instances'] => {
    const all = guests.listByCell(cell)
    if (!alive) return [0, 0, all.length, 0]
    const running = all.filter(({ id }) => live.of(id).power !== 'stopped').length
    return [all.length - running, running, 0, 0]
  }

  return {
    listUnallocated: async () =>
      pools
        .listCells()
        .filter(({ pool }) => pool === '')
        .map(show),
    list: async ({ pool }) => inPool(pool).map(show),
    get: async ({ pool, cell }) => show(one(pool, cell)),

    async modify({ pool, cell: name, enable }) {
      const cell = one(pool, name)
      if (cell.enabled === enable) fail('CELL_UNCHANGED', { cell: name, enabled: enable })
      db.transaction(() => {
        pools.enableCell(name, enable)
        db.afterCommit(() => bus.publish('cell.changed', show({ ...cell, enabled: enable })))
      })
      return {}
    },

    listStatus: ({ pool }) =>
      Promise.all(
        inPool(pool).map(async ({ name, enabled }) => {
          const state = await hypervisors.refresh(name)
          return toStatus(name, enabled, state, countOn(name, state.alive))
        })
      )
  }
}

/** A cell as the API shows it. */
export function toCell({ name, pool, enabled, connection }: CellRecord, state: CellState, revision: number): Cell {
  const unknown = { address: '', version: '', acceleration: { accelerator: '', cpu_model: '', reason: '' } }
  const { address, version, acceleration } = state.alive ? state.facts : unknown
  const message = state.alive ? '' : state.reason
  const { alive } = state
  return { name, pool, enabled, driver: connection.kind, alive, address, version, acceleration, message, revision }
}

/** Offline cells add nothing to capacity (api/semantics 2.4). */
function toStatus(name: string, enabled: boolean, state: CellState, instances: CellStatus['instances']): CellStatus {
  const capacity = state.alive
    ? {
        address: state.facts.address,
        cpu_usage: Math.round(state.facts.cpu_usage * 100) / 100,
        max_cpu: state.facts.cores,
        available_memory: state.facts.memory_available,
        max_memory: state.facts.memory,
        available_disk: state.facts.disk_available,
        max_disk: state.facts.disk
      }
    : { address: '', cpu_usage: 0, max_cpu: 0, available_memory: 0, max_memory: 0, available_disk: 0, max_disk: 0 }
  return { name, enabled, alive: state.alive, ...capacity, instances }
}
