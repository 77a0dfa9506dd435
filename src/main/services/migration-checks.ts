import { fail } from '@shared/contract/errors'
import type { Guest } from '@shared/contract/guest'
import type { InputOf } from '@shared/contract/define'
import type { migrationOperations } from '@shared/contract/migration'
import { allow } from '@shared/rules/guest-rules'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { CellRecord, PoolRepository } from '@main/store/repositories/pool-repository'
import type { FleetFigures } from './fleet-figures'
import type { GuestLocks } from './guest-locks'
import type { GuestView } from './guest-view'
import { poolOf, type CellState, type Hypervisors } from './hypervisors'
import { OVERCOMMIT } from './placement'

export type WantedMigration = InputOf<typeof migrationOperations.create>

interface Deps {
  readonly pools: PoolRepository
  readonly guests: GuestRepository
  readonly hypervisors: Hypervisors
  readonly figures: FleetFigures
  readonly view: GuestView
  readonly locks: GuestLocks
}

const refuse = (reason: string): never => fail('MIGRATION_REFUSED', { reason })

/** The guests that a migration moves, all of them able to; or why it cannot be (api/semantics 2.13). */
export function guestsToMove(deps: Deps, wanted: WantedMigration): Guest[] {
  const { source_pool, source_cell, target_pool, target_cell } = wanted
  const pool = poolOf(deps.pools, source_pool)
  if (target_pool !== '' && target_pool !== pool.name)
    refuse(`guests stay in their compute pool, and "${target_pool}" is another than "${pool.name}"`)
  const source = cellIn(deps, source_cell, pool.name)
  const { facts: _facts, ...from } = aliveState(deps, source)
  if (!from.driver.migration)
    fail('NOT_SUPPORTED', {
      driver: from.driver.kind,
      what: `move guests off cell "${source.name}": it is the only cell`
    })
  if (pool.storage === '') refuse(`compute pool "${pool.name}" has no shared storage`)
  if (target_cell === source_cell) refuse(`they are on cell "${source_cell}" already`)
  const target = cellIn(deps, target_cell, pool.name)
  const to = aliveState(deps, target)
  if (!to.driver.migration) fail('NOT_SUPPORTED', { driver: to.driver.kind, what: 'take guests of other cells in' })
  if (!target.enabled) refuse(`cell "${target.name}" is disabled`)

  const guests = askedGuests(deps, wanted)
  for (const guest of guests) {
    allow('migrate', guest)
    const task = deps.locks.holder(guest.id)
    if (task !== undefined) fail('GUEST_BUSY', { name: guest.name, task })
  }
  refuseWithoutRoom(deps, guests, { name: target.name, ...to.facts })
  return guests
}

function cellIn({ pools }: Deps, cell: string, pool: string): CellRecord {
  const found = pools.findCell(cell)
  return found?.pool === pool ? found : fail('CELL_NOT_FOUND', { cell, pool })
}

function aliveState({ hypervisors }: Deps, { name }: CellRecord): Extract<CellState, { alive: true }> {
  const state = hypervisors.stateOf(name)
  return state.alive ? state : fail('CELL_OFFLINE', { cell: name, reason: state.reason })
}

/** Without any named, all guests of the cell; failed creations are none. */
function askedGuests({ guests, view }: Deps, { instances, source_cell: cell }: WantedMigration): Guest[] {
  const all = instances.length === 0
  const found = all
    ? guests.listByCell(cell).filter(({ created, error }) => created || error === '')
    : [...new Set(instances)].map((id) => guests.find(id) ?? fail('GUEST_NOT_FOUND', { id }))
  for (const guest of found) if (guest.cell !== cell) refuse(`guest "${guest.name}" is not on cell "${cell}"`)
  if (found.length === 0) refuse(`cell "${cell}" has no guest`)
  return found.map((guest) => view.of(guest))
}

/** Shared storage has their disks already; cores and memory may be promised as often as to new guests. */
function refuseWithoutRoom(
  { figures }: Deps,
  guests: readonly Guest[],
  target: { readonly name: string; readonly cores: number; readonly memory: number }
): void {
  const promised = figures.promisedOn(target.name)
  for (const what of ['cores', 'memory'] as const) {
    const left = OVERCOMMIT * target[what] - promised[what]
    const needed = guests.reduce((sum, guest) => sum + guest[what], 0)
    if (needed > left)
      refuse(
        `cell "${target.name}" has no room for them: they need ${needed} ${unit[what]}, and it has ${Math.max(left, 0)} to promise`
      )
  }
}

const unit = { cores: 'cores', memory: 'bytes of memory' } as const
