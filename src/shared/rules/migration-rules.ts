import type { Cell } from '../contract/cell'
import type { ComputePool } from '../contract/compute-pool'

/** Why no guest can be moved off a cell: its driver cannot, its pool has no shared storage, or no cell can take them. */
export type NoMove = 'unable' | 'noSharedStorage' | 'noTarget'

type Place = Pick<Cell, 'name' | 'pool' | 'alive' | 'enabled' | 'offers'>

/** The cells that can take guests of another in (api/semantics 2.13). */
export const targetsFor = <T extends Place>({ name, pool }: Place, cells: readonly T[]): readonly T[] =>
  cells.filter(
    (cell) =>
      cell.name !== name && cell.pool === pool && cell.alive && cell.enabled && cell.offers.includes('migration')
  )

/** Why no guest can be moved off a cell that is alive; undefined when some can. */
export function whyNoMove(
  cell: Place,
  pool: Pick<ComputePool, 'storage'>,
  cells: readonly Place[]
): NoMove | undefined {
  if (!cell.offers.includes('migration')) return 'unable'
  if (pool.storage === '') return 'noSharedStorage'
  return targetsFor(cell, cells).length === 0 ? 'noTarget' : undefined
}
