import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Journal } from './journal'
import { migrations as released } from './migrations'
import type { Statement } from './sql'
import { type Row, Sqlite } from './sqlite'

export type { Row } from './sqlite'

/** Something that was damaged and has been kept aside at `path`; `message` is for a person. */
export interface StoreProblem {
  readonly message: string
  readonly path: string
}

export interface OpenOptions {
  readonly migrations?: readonly string[]
  readonly now?: () => Date
}

/** The application's state: rows in memory, every change on disk before it counts. */
export class Database {
  readonly problems: readonly StoreProblem[] = []
  readonly #sqlite: Sqlite
  readonly #journal: Journal | null
  #statements: Statement[] | undefined
  #notices: (() => void)[] = []
  #seq = 0

  private constructor(sqlite: Sqlite, journal: Journal | null) {
    this.#sqlite = sqlite
    this.#journal = journal
  }

  static async open(directory: string | null, { migrations = released }: OpenOptions = {}): Promise<Database> {
    const sqlite = await Sqlite.open()
    if (directory === null) return new Database(sqlite, null).#migrate(migrations)
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const { journal, entries } = Journal.open(join(directory, 'journal-0.log'))
    const self = new Database(sqlite, journal)
    for (const entry of entries) {
      sqlite.begin()
      for (const statement of entry.statements) sqlite.run(statement)
      sqlite.commit()
      self.#seq = entry.seq
    }
    return self.#migrate(migrations)
  }

  all(statement: Statement): Row[] {
    return this.#sqlite.all(statement)
  }

  get(statement: Statement): Row | undefined {
    return this.all(statement)[0]
  }

  /** Changes rows. Only allowed inside `transaction`, so that every change reaches the journal. */
  run(statement: Statement): void {
    if (!this.#statements) throw new Error('run() outside a transaction')
    this.#sqlite.run(statement)
    this.#statements.push(statement)
  }

  /** Runs `work` as one unit. When this returns, the change is on disk. Listeners run after that. */
  transaction<T>(work: () => T): T {
    if (this.#statements) return work()
    const statements: Statement[] = (this.#statements = [])
    this.#sqlite.begin()
    let result: T
    try {
      result = work()
      if (statements.length > 0) this.#journal?.append({ seq: this.#seq + 1, statements })
      this.#sqlite.commit()
    } catch (error) {
      this.#sqlite.rollback()
      this.#notices = []
      throw error
    } finally {
      this.#statements = undefined
    }
    if (statements.length > 0) this.#seq++
    for (const notify of this.#notices.splice(0)) notify()
    return result
  }

  /** Queues a notice for after the commit; dropped if the transaction fails. */
  afterCommit(notify: () => void): void {
    if (!this.#statements) throw new Error('afterCommit() outside a transaction')
    this.#notices.push(notify)
  }

  fold(): Promise<void> {
    return Promise.resolve()
  }

  close(): Promise<void> {
    this.#journal?.close()
    this.#sqlite.close()
    return Promise.resolve()
  }

  #migrate(migrations: readonly string[]): this {
    for (let version = this.#sqlite.version; version < migrations.length; version++) {
      this.transaction(() => {
        this.run({ text: migrations[version] ?? '', values: [] })
        this.run({ text: `PRAGMA user_version = ${version + 1}`, values: [] })
      })
    }
    return this
  }
}
