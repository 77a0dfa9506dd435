import type { Database } from '../database'
import { json } from '../row'
import { sql } from '../sql'

interface Settings {
  /** Whether the API is served over TCP, and at which port. */
  readonly rest: { readonly enabled: boolean; readonly port: number }
}

/** What was chosen for the whole application. */
export class SettingRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  find<N extends keyof Settings>(name: N): Settings[N] | undefined {
    const row = this.#db.get(sql`SELECT value FROM setting WHERE key = ${name}`)
    return row && json(row, 'value')
  }

  set<N extends keyof Settings>(name: N, value: Settings[N]): void {
    this.#db.run(sql`INSERT OR REPLACE INTO setting VALUES (${name}, ${JSON.stringify(value)})`)
  }
}
