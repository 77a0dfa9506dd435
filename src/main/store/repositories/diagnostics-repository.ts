import type { Database } from '../database'
import { text } from '../row'
import { sql } from '../sql'

/** What the store can tell for a report to somebody else, and what must not be in one. */
export class DiagnosticsRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  /** How many of each thing there are. */
  counts(): Readonly<Record<string, number>> {
    const row = this.#db.get(
      sql`SELECT (SELECT count(*) FROM compute_pool) AS compute_pools, (SELECT count(*) FROM cell) AS cells,
        (SELECT count(*) FROM storage_pool) AS storage_pools, (SELECT count(*) FROM address_pool) AS address_pools,
        (SELECT count(*) FROM guest) AS guests, (SELECT count(*) FROM snapshot) AS snapshots,
        (SELECT count(*) FROM image) AS images, (SELECT count(*) FROM template) AS templates,
        (SELECT count(*) FROM user) AS users, (SELECT count(*) FROM user_group) AS groups,
        (SELECT count(*) FROM role) AS roles, (SELECT count(*) FROM task) AS tasks`
    )
    return Object.fromEntries(Object.entries(row ?? {}).map(([name, count]) => [name, Number(count)]))
  }

  /** Names of users and guests, and the secrets of guests. */
  hidden(): ReadonlySet<string> {
    const rows = this.#db.all(
      sql`SELECT name AS word FROM user UNION SELECT name FROM guest
        UNION SELECT monitor_secret FROM guest UNION SELECT auth_password FROM guest`
    )
    return new Set(rows.map((row) => text(row, 'word')).filter((word) => word !== ''))
  }
}
