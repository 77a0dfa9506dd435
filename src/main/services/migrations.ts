import type { AppError } from '@shared/contract/errors'
import { fail } from '@shared/contract/errors'
import type { Migration } from '@shared/contract/migration'
import { allow } from '@shared/rules/guest-rules'
import type { Driver, MigrationFacet } from '@main/drivers/driver'
import type { TaskCall } from '@main/kernel/call'
import type { EventBus } from '@main/kernel/event-bus'
import type { Logger } from '@main/kernel/logger'
import type { Database } from '@main/store/database'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import {
  shownMigration,
  type MigrationRecord,
  type MigrationRepository,
  type MoveRecord
} from '@main/store/repositories/migration-repository'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import type { CellStorages } from './cell-storages'
import { eachOf } from './each-of'
import type { GuestLocks } from './guest-locks'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'
import type { InstancePower } from './instance-power'

export interface MigrationDeps {
  readonly db: Database
  readonly migrations: MigrationRepository
  readonly guests: GuestRepository
  readonly pools: PoolRepository
  readonly hypervisors: Hypervisors
  readonly storages: CellStorages
  readonly specOf: (guest: GuestRecord) => Parameters<MigrationFacet['take']>[0]
  readonly view: GuestView
  readonly locks: GuestLocks
  readonly power: InstancePower
  readonly bus: EventBus
  /** Turns whatever a move threw into the refusal that the migration shows. */
  readonly explain: (cause: unknown) => AppError
  readonly log: Logger
}

/** Guests that are moved at the same time. */
const AT_ONCE = 4
const CUT_OFF = 'The application ended before it was moved; it is on its old cell'

/**
 * Moves stopped guests between cells. One guest counts on one cell only, the store's; how far each is, is in the
 * store before each step, so that whatever ends a move in its middle, it is finished or undone as soon as both cells
 * are there.
 */
export class Migrations {
  readonly #deps: MigrationDeps
  /** Those that this process works on. */
  readonly #running = new Set<string>()

  constructor(deps: MigrationDeps) {
    this.#deps = deps
  }

  /** Saves a migration and marks its guests, inside the transaction of its task. */
  save(record: MigrationRecord, ids: readonly string[]): void {
    const { migrations, guests } = this.#deps
    migrations.insert(record, ids)
    for (const id of ids) guests.markMigrating(id, true)
    this.#announce(record.id, ids)
  }

  /** Moves the guests of a saved migration. Rejects when one stayed, once all have ended. */
  async run(id: string, call: TaskCall): Promise<Migration> {
    const { migrations } = this.#deps
    this.#running.add(id)
    try {
      const moves = migrations.moves(id)
      let ended = 0
      await eachOf(moves, { most: AT_ONCE, signal: call.signal }, async (move) => {
        await this.#move(move)
        ended++
        this.#deps.db.transaction(() => this.#update(id, { progress: Math.floor((ended / moves.length) * 100) }))
        call.report(ended / moves.length, `${ended} of ${moves.length} guests`)
      })
    } finally {
      this.#running.delete(id)
      this.#settleWaiting(id, 'The migration was stopped before its turn')
      this.#finish(id)
    }
    call.signal.throwIfAborted()
    const record = this.#record(id)
    if (record.error !== '') fail('MIGRATION_INCOMPLETE', { reason: record.error })
    return shownMigration(record)
  }

  /**
   * Finishes or undoes what was cut off, as far as the cells that are there allow. Called when a cell has connected,
   * so it may not wait for one that is connecting.
   */
  async recover(): Promise<void> {
    const { migrations } = this.#deps
    for (const { id } of migrations.listUnfinished()) {
      if (this.#running.has(id)) continue
      this.#settleWaiting(id, CUT_OFF)
      for (const move of migrations.moves(id)) await this.#complete(move)
      this.#finish(id)
    }
  }

  async #move(move: MoveRecord): Promise<void> {
    const { guests, locks, view, explain, log, power } = this.#deps
    const guest = guests.find(move.guest)
    if (!guest) return this.#end(move, { state: 'stayed', error: `There is no guest "${move.guest}" any more` })
    try {
      await locks.hold(guest, 'it is being migrated', () => this.#carry(move))
    } catch (cause) {
      const { message } = explain(cause)
      this.#deps.db.transaction(() => this.#update(move.migration, { error: `${guest.name}: ${message}` }))
      await this.#complete({ ...move, state: this.#stateOf(move) })
      return
    }
    if (guest.auto_start)
      await power.start(view.get(guest.id)).catch((cause: unknown) => log.error(`starting guest ${guest.name}`, cause))
  }

  async #carry(move: MoveRecord): Promise<void> {
    const { db, guests, pools, hypervisors, storages, specOf, view } = this.#deps
    const { source_cell, target_cell } = this.#record(move.migration)
    allow('migrate', { ...view.get(move.guest), migrating: false })
    const before = guests.find(move.guest) ?? fail('GUEST_NOT_FOUND', { id: move.guest })
    const there = { cell: target_cell, volumes: storages.folderOn(target_cell) ?? '' }
    const [disks, snapshots] = await hypervisors.use(source_cell, async (driver) => [
      await driver.disks.sizes(before),
      (await driver.snapshots?.list(before)) ?? []
    ])
    db.transaction(() => this.#setState(move, 'taking'))
    await hypervisors.use(target_cell, (driver) =>
      facetOf(driver).take(specOf({ ...before, ...there }), disks, snapshots)
    )
    db.transaction(() => {
      if (pools.findCell(target_cell)?.pool !== before.pool)
        fail('CELL_NOT_FOUND', { cell: target_cell, pool: before.pool })
      guests.setCell(before.id, there)
      this.#setState(move, 'releasing')
    })
    await hypervisors.use(source_cell, (driver) => facetOf(driver).release(before))
    this.#end(move, { state: 'moved', error: '' })
  }

  /** Ends a move by what its state says: undone before the store knows the new cell, finished after it. */
  async #complete(move: MoveRecord): Promise<void> {
    const { hypervisors, log } = this.#deps
    if (move.state === 'moved' || move.state === 'stayed') return
    if (move.state === 'waiting') return this.#end(move, { state: 'stayed', error: '' })
    const { source_cell, target_cell } = this.#record(move.migration)
    const isFinished = move.state === 'releasing'
    const state = hypervisors.stateOf(isFinished ? source_cell : target_cell)
    if (!state.alive) return
    try {
      await facetOf(state.driver).release({ id: move.guest })
    } catch (cause) {
      log.error(`ending the migration of guest ${move.guest}`, cause)
      return
    }
    this.#end(move, isFinished ? { state: 'moved', error: '' } : { state: 'stayed', error: CUT_OFF })
  }

  #settleWaiting(id: string, error: string): void {
    for (const move of this.#deps.migrations.moves(id))
      if (move.state === 'waiting') this.#end(move, { state: 'stayed', error })
  }

  /** Says for good where a guest is. The first reason why one stayed is the migration's. */
  #end(move: MoveRecord, { state, error }: { readonly state: 'moved' | 'stayed'; readonly error: string }): void {
    const { db, guests } = this.#deps
    db.transaction(() => {
      this.#setState(move, state)
      guests.markMigrating(move.guest, false)
      if (error !== '') this.#update(move.migration, { error })
      this.#announce(move.migration, [move.guest])
    })
  }

  /** Once no guest of it is in between, a migration is over. */
  #finish(id: string): void {
    const { db, migrations } = this.#deps
    const moves = migrations.moves(id)
    if (moves.some(({ state }) => state !== 'moved' && state !== 'stayed')) return
    db.transaction(() => this.#update(id, { finished: true, progress: 100 }))
  }

  #setState(move: MoveRecord, state: MoveRecord['state']): void {
    this.#deps.migrations.setMove({ ...move, state })
  }

  #stateOf({ migration, guest }: MoveRecord): MoveRecord['state'] {
    return this.#deps.migrations.moves(migration).find((move) => move.guest === guest)?.state ?? 'stayed'
  }

  #update(id: string, changes: Partial<MigrationRecord>): void {
    const before = this.#record(id)
    this.#deps.migrations.update({ ...before, ...changes, error: before.error || (changes.error ?? '') })
    this.#announce(id, [])
  }

  #record(id: string): MigrationRecord {
    return this.#deps.migrations.find(id) ?? fail('MIGRATION_NOT_FOUND', { id })
  }

  #announce(id: string, ids: readonly string[]): void {
    const { db, bus, view } = this.#deps
    db.afterCommit(() => {
      bus.publish('migration.changed', shownMigration(this.#record(id)))
      for (const guest of ids) view.announce(guest)
    })
  }
}

const facetOf = ({ kind, migration }: Driver): MigrationFacet =>
  migration ?? fail('NOT_SUPPORTED', { driver: kind, what: 'move guests' })
