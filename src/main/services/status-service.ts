import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import { seenBy } from '@shared/rules/visibility'
import { localTime } from '@shared/text/time'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import type { FleetFigures, KnownCell } from './fleet-figures'
import type { GuestView } from './guest-view'
import type { PlaceHistory } from './place-history'
import type { PlaceLoads } from './place-loads'

interface Deps {
  readonly guests: GuestRepository
  readonly figures: FleetFigures
  readonly loads: PlaceLoads
  readonly history: PlaceHistory
  readonly view: GuestView
  readonly clock: Clock
}

/** Answers from figures that are kept up to date: no look waits for a cell or counts guests. */
export function statusService(deps: Deps): Handlers<'status', Call, TaskCall> {
  const { guests, figures, loads, history, view, clock } = deps
  const start_time = localTime(clock.now())

  const poolOf = (pool: string): { readonly name: string; readonly enabled: boolean } =>
    figures.pools().find(({ name }) => name === pool) ?? fail('POOL_NOT_FOUND', { pool })
  const cellsOf = (pool: string): KnownCell[] => figures.cells(poolOf(pool).name)
  const cellOf = (pool: string, cell: string): KnownCell =>
    cellsOf(pool).find(({ name }) => name === cell) ?? fail('CELL_NOT_FOUND', { cell, pool })

  const show = (records: readonly GuestRecord[], { caller }: Call) =>
    records
      .filter(({ created, error }) => created || error === '')
      .filter(seenBy(caller, 'guest'))
      .map((record) => view.of(record))

  return {
    zone: async () => ({ ...loads.zone(), start_time }),
    pools: async () => figures.pools().map(loads.pool),
    pool: async ({ pool }) => loads.pool(poolOf(pool)),
    cells: async ({ pool }) => cellsOf(pool).map(loads.cell),
    cell: async ({ pool, cell }) => loads.cell(cellOf(pool, cell)),

    async history({ pool, cell, span }) {
      if (pool === undefined && cell !== undefined)
        fail('INPUT_INVALID', { issues: [`pool: name the compute pool of cell "${cell}"`] })
      if (pool !== undefined && cell === undefined) poolOf(pool)
      if (pool !== undefined && cell !== undefined) cellOf(pool, cell)
      return history.of({ pool, cell }, span)
    },

    async instances({ pool }, call) {
      return show(guests.listByPool(poolOf(pool).name), call)
    },
    async instancesOfCell({ pool, cell }, call) {
      return show(guests.listByCell(cellOf(pool, cell).name), call)
    }
  }
}
