import type { Migration } from '@shared/contract/migration'
import type { Database, Row } from '../database'
import { flag, number, text } from '../row'
import { sql } from '../sql'

export interface MigrationRecord {
  readonly id: string
  readonly source_cell: string
  readonly target_cell: string
  readonly finished: boolean
  /** Percent. */
  readonly progress: number
  readonly error: string
}

/**
 * How far one guest is: `taking`: the target may have it too, the source's counts; `releasing`: the source may have it
 * still, the target's counts; the last two are for good.
 */
export type MoveState = 'waiting' | 'taking' | 'releasing' | 'moved' | 'stayed'

export interface MoveRecord {
  readonly migration: string
  readonly guest: string
  readonly state: MoveState
}

/** How many migrations are remembered. */
const KEPT = 1000

const toMigration = (row: Row): MigrationRecord => ({
  id: text(row, 'id'),
  source_cell: text(row, 'source_cell'),
  target_cell: text(row, 'target_cell'),
  finished: flag(row, 'finished'),
  progress: number(row, 'progress'),
  error: text(row, 'error')
})

const toMove = (row: Row): MoveRecord => ({
  migration: text(row, 'migration'),
  guest: text(row, 'guest'),
  state: text(row, 'state') as MoveState
})

/** A migration as the API shows it. */
export const shownMigration = ({ id, finished, progress, error }: MigrationRecord): Migration => ({
  id,
  finished,
  progress,
  ...(error !== '' && { error })
})

/** Migrations, and how far each of their guests is. */
export class MigrationRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  /** Newest first. */
  list(): MigrationRecord[] {
    return this.#db.all(sql`SELECT * FROM migration ORDER BY number DESC`).map(toMigration)
  }

  find(id: string): MigrationRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM migration WHERE id = ${id}`)
    return row && toMigration(row)
  }

  listUnfinished(): MigrationRecord[] {
    return this.#db.all(sql`SELECT * FROM migration WHERE finished = 0 ORDER BY number`).map(toMigration)
  }

  moves(migration: string): MoveRecord[] {
    return this.#db.all(sql`SELECT * FROM migration_guest WHERE migration = ${migration} ORDER BY rowid`).map(toMove)
  }

  /** Saves a migration whose guests all wait; the oldest finished ones are forgotten. */
  insert(
    { id, source_cell, target_cell, finished, progress, error }: MigrationRecord,
    guests: readonly string[]
  ): void {
    this.#db.run(
      sql`INSERT INTO migration VALUES (NULL, ${id}, ${source_cell}, ${target_cell}, ${Number(finished)}, ${progress}, ${error})`
    )
    for (const guest of guests) this.#db.run(sql`INSERT INTO migration_guest VALUES (${id}, ${guest}, 'waiting')`)
    this.#db.run(
      sql`DELETE FROM migration WHERE finished = 1 AND number <= (SELECT max(number) FROM migration) - ${KEPT}`
    )
  }

  setMove({ migration, guest, state }: MoveRecord): void {
    this.#db.run(sql`UPDATE migration_guest SET state = ${state} WHERE migration = ${migration} AND guest = ${guest}`)
  }

  update({ id, finished, progress, error }: MigrationRecord): void {
    this.#db.run(
      sql`UPDATE migration SET finished = ${Number(finished)}, progress = ${progress}, error = ${error} WHERE id = ${id}`
    )
  }
}
