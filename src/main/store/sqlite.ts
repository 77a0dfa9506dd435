import initSqlJs from 'sql.js/dist/sql-wasm-inline.js'
import type { Database as Connection, Statement as Prepared } from 'sql.js'
import type { SqlValue, Statement } from './sql'

export type Row = Readonly<Record<string, SqlValue>>

/** How many texts stay prepared: more than the application has, so that only generated ones ever leave. */
const PREPARED = 256

/** What `PRAGMA query_only` would say too, but each change of that makes SQLite prepare every statement again. */
const READS = /^\s*(?:SELECT|PRAGMA user_version$)/i

/** A SQLite database in memory with foreign keys on, in which only `run` changes anything. */
export class Sqlite {
  readonly #connection: Connection
  readonly #prepared = new Map<string, Prepared>()
  /** Asking for them takes longer than a row does. Only a change of the schema, which is text alone, changes them. */
  readonly #names = new Map<Prepared, readonly string[]>()
  #isClosed = false

  private constructor(connection: Connection) {
    this.#connection = connection
    this.#setPragmas()
  }

  /** Opens a copy of `bytes`, a database file, or an empty database. */
  static async open(bytes?: Uint8Array): Promise<Sqlite> {
    const options = { useOldExtensionFunctions: false, print: () => undefined }
    const { Database } = await initSqlJs(options)
    return new Sqlite(new Database(bytes))
  }

  /** Reads rows; a statement that could change any is refused. */
  all({ text, values }: Statement): Row[] {
    if (!READS.test(text)) throw new Error(`Only SELECT reads rows (${text.trim()})`)
    const prepared = this.#prepare(text)
    try {
      prepared.bind([...values])
      const rows: Row[] = []
      while (prepared.step()) rows.push(toRow(this.#namesOf(prepared), prepared.get() as SqlValue[]))
      return rows
    } finally {
      prepared.reset()
    }
  }

  /** Executes a change: one statement with values, or any number of statements without. */
  run({ text, values }: Statement): void {
    if (values.length > 0) return this.#step(text, values)
    // With an array, even an empty one, sql.js runs only the first statement of the text.
    this.#connection.run(text)
    this.#names.clear()
  }

  begin(): void {
    this.#step('BEGIN')
  }

  commit(): void {
    this.#step('COMMIT')
  }

  rollback(): void {
    try {
      this.#step('ROLLBACK')
    } catch {
      // After running out of memory SQLite has rolled back by itself.
    }
  }

  /** The schema version is in the database's header: it rolls back with it and is in every snapshot. */
  get version(): number {
    return Number(this.all({ text: 'PRAGMA user_version', values: [] })[0]?.['user_version'])
  }

  /** The database as the bytes of a file, at about 0.8 ms per MB. Not inside a transaction. */
  export(): Uint8Array {
    const bytes = this.#connection.export()
    this.#setPragmas() // some releases of sql.js forget them on export
    return bytes
  }

  close(): void {
    this.#isClosed = true
    this.#prepared.clear()
    this.#connection.close()
  }

  /** sql.js keeps the database in a file system in memory: what would make that durable only costs time. */
  #setPragmas(): void {
    this.#connection.run(
      'PRAGMA foreign_keys = ON; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE'
    )
  }

  #step(text: string, values: readonly SqlValue[] = []): void {
    const prepared = this.#prepare(text)
    try {
      prepared.bind([...values])
      prepared.step()
    } finally {
      prepared.reset()
    }
  }

  #prepare(text: string): Prepared {
    if (this.#isClosed) throw new Error('The store is closed') // sql.js would say that it is out of memory
    const known = this.#prepared.get(text)
    if (known) return known
    if (this.#prepared.size >= PREPARED) {
      for (const prepared of this.#prepared.values()) prepared.free()
      this.#prepared.clear()
      this.#names.clear()
    }
    const prepared = this.#connection.prepare(text)
    this.#prepared.set(text, prepared)
    return prepared
  }

  #namesOf(prepared: Prepared): readonly string[] {
    const known = this.#names.get(prepared)
    if (known) return known
    const names = prepared.getColumnNames()
    this.#names.set(prepared, names)
    return names
  }
}

function toRow(names: readonly string[], values: readonly SqlValue[]): Row {
  const row: Record<string, SqlValue> = {}
  for (const [index, name] of names.entries()) row[name] = values[index] ?? null
  return row
}
