import type { SnapshotLink } from '@shared/rules/snapshot-tree'
import type { Database, Row } from '../database'
import { flag, list, number, text } from '../row'
import { sql } from '../sql'

/** A snapshot as it is remembered; the hypervisor that has it is right. */
export interface SnapshotRecord extends SnapshotLink {
  readonly description: string
  /** Milliseconds since 1970. */
  readonly time: number
  /** Virtual sizes of the disks when it was taken, in bytes by index. */
  readonly sizes: readonly number[]
}

const fromRow = (row: Row): SnapshotRecord => ({
  name: text(row, 'name'),
  description: text(row, 'description'),
  time: number(row, 'time'),
  backing: text(row, 'backing'),
  current: flag(row, 'current'),
  sizes: list(row, 'sizes')
})

export class SnapshotRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  /** In the order in which they were taken. */
  list(guest: string): SnapshotRecord[] {
    return this.#db.all(sql`SELECT * FROM snapshot WHERE guest = ${guest} ORDER BY number`).map(fromRow)
  }

  /** The snapshots of all guests of a cell, by guest. */
  listByCell(cell: string): ReadonlyMap<string, SnapshotRecord[]> {
    const rows = this.#db.all(
      sql`SELECT snapshot.* FROM snapshot JOIN guest ON guest.id = snapshot.guest
        WHERE guest.cell = ${cell} ORDER BY snapshot.number`
    )
    const byGuest = new Map<string, SnapshotRecord[]>()
    for (const row of rows) {
      const id = text(row, 'guest')
      byGuest.set(id, [...(byGuest.get(id) ?? []), fromRow(row)])
    }
    return byGuest
  }

  /** Remembers this tree of a guest, and no other; the guest's own count follows. */
  replace(guest: string, snapshots: readonly SnapshotRecord[]): void {
    this.#db.run(sql`DELETE FROM snapshot WHERE guest = ${guest}`)
    for (const { name, description, time, backing, current, sizes } of snapshots)
      this.#db.run(
        sql`INSERT INTO snapshot VALUES (NULL, ${guest}, ${name}, ${description}, ${time}, ${backing},
          ${Number(current)}, ${JSON.stringify(sizes)})`
      )
    this.#db.run(sql`UPDATE guest SET snapshots = ${snapshots.length} WHERE id = ${guest}`)
  }
}
