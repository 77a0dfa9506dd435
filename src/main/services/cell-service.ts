import type { Handlers } from '@shared/contract'
import type { Cell } from '@shared/contract/cell'
import { fail } from '@shared/contract/errors'
import type { Call, TaskCall } from '@main/kernel/call'
import type { EventBus } from '@main/kernel/event-bus'
import type { Revisions } from '@main/kernel/revision'
import type { Database } from '@main/store/database'
import type { CellRecord, PoolRepository } from '@main/store/repositories/pool-repository'
import { poolOf, type CellState, type Hypervisors } from './hypervisors'
import { unbuilt } from './unbuilt'

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly hypervisors: Hypervisors
  readonly bus: EventBus
  readonly revisions: Revisions
}

export function cellService({ db, pools, hypervisors, bus, revisions }: Deps): Handlers<'cell', Call, TaskCall> {
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

  return {
    ...unbuilt<Handlers<'cell', Call, TaskCall>>(),
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
    }
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
