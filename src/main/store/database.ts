import { fail } from '@shared/contract/errors'
import { freeze } from '@shared/rules/frozen'
import { Folding } from './folding'
import { migrations as released } from './migrations'
import { openMemory, type OpenStore, openStore } from './open-store'
import { ReplayableCheck } from './replayable'
import type { Statement } from './sql'
import type { Row } from './sqlite'
import { openError, reasonOf } from './store-error'
import { nodeIo, type StoreIo } from './store-io'
import type { StoreProblem } from './store-problem'

export type { Row } from './sqlite'
export type { StoreProblem } from './store-problem'

/** How many answers a reader remembers at most. */
const REMEMBERED = 4096

export interface OpenOptions {
  /** The schema, step by step; the number of steps is its version. */
  readonly migrations?: readonly string[]
  readonly now?: () => Date
  readonly io?: StoreIo
}

/** The transaction that is open. */
interface Unit {
  readonly statements: Statement[]
  readonly notices: (() => void)[]
  /** What takes back, newest first, what was remembered beside the rows. */
  readonly undos: (() => void)[]
  /** The first thing that went wrong in it: catching that does not make the rest count. */
  failure?: { readonly cause: unknown }
}

/** The application's state: rows in memory, every change on disk before it counts. */
export class Database {
  readonly #store: OpenStore
  readonly #replayable = new ReplayableCheck()
  readonly #notices: (() => void)[] = []
  /** What the readers remember. */
  readonly #known: Map<string, unknown>[] = []
  #unit: Unit | undefined
  #folding: Folding | undefined
  #closed: Promise<void> | undefined

  private constructor(store: OpenStore) {
    this.#store = store
  }

  /**
   * Opens the store in a folder; `null` is an empty one in memory. Refuses with FOLDER_IN_USE, STORE_NEWER,
   * STORE_UNREADABLE or DISK_FULL, and then lets go of the folder.
   */
  static async open(directory: string | null, options: OpenOptions = {}): Promise<Database> {
    const { migrations = released, now = () => new Date(), io = nodeIo } = options
    const known = migrations.length
    const store = directory === null ? await openMemory() : await openStore(directory, { io, now, known })
    try {
      const database = new Database(store)
      database.#migrate(migrations)
      database.#startFolding()
      return database
    } catch (cause) {
      await store.close()
      throw directory === null ? cause : openError(directory, cause)
    }
  }

  /** What is damaged or missing, and whether the last fold failed. */
  get problems(): readonly StoreProblem[] {
    const fold = this.#folding?.problem
    return fold ? [...this.#store.problems, fold] : this.#store.problems
  }

  all(statement: Statement): Row[] {
    return this.#store.sqlite.all(statement)
  }

  get(statement: Statement): Row | undefined {
    return this.all(statement)[0]
  }

  /**
   * `read`, which remembers what it has read until anything changes: for what is looked at far more often than changed.
   * What it gives is shared by all who ask, so it is frozen.
   */
  remembering<T>(read: (id: string) => T): (id: string) => T {
    const known = new Map<string, T>()
    this.#known.push(known)
    return (id) => {
      if (this.#unit && this.#unit.statements.length > 0) return read(id)
      if (known.has(id)) return known.get(id) as T
      const value = freeze(read(id))
      if (known.size >= REMEMBERED) known.clear()
      known.set(id, value)
      return value
    }
  }

  /** Changes rows. Only allowed inside `transaction`, so that every change reaches the journal. */
  run(statement: Statement): void {
    this.#change(statement, () => this.#replayable.check(statement))
  }

  /**
   * Runs `work`, which must not wait for anything, as one unit: all of it counts, or nothing does. Inside another
   * transaction it is part of that one. When this returns, the change is on disk; the notices run after that.
   */
  transaction<T>(work: () => T): T {
    if (this.#unit) return attempt(this.#unit, work)
    const unit: Unit = { statements: [], notices: [], undos: [] }
    this.#unit = unit
    let result: T
    try {
      this.#store.sqlite.begin()
      result = attempt(unit, work)
      if (unit.failure) throw unit.failure.cause
      this.#commit(unit.statements)
    } catch (cause) {
      this.#store.sqlite.rollback()
      for (const undo of unit.undos.reverse()) undo()
      throw cause
    } finally {
      this.#unit = undefined
    }
    this.#folding?.soon()
    this.#notices.push(...unit.notices)
    this.#notify()
    return result
  }

  /** Queues a notice for after the commit; dropped if the transaction fails. */
  afterCommit(notify: () => void): void {
    if (!this.#unit) throw new Error('afterCommit() outside a transaction')
    this.#unit.notices.push(notify)
  }

  /** Takes something back, which must not fail, if the transaction fails. */
  afterRollback(undo: () => void): void {
    if (!this.#unit) throw new Error('afterRollback() outside a transaction')
    this.#unit.undos.push(undo)
  }

  /** Resolves when everything so far is in a snapshot, which is quicker to open than a journal. Changes may go on. */
  async fold(): Promise<void> {
    await this.#folding?.now()
  }

  /** Folds, and lets go of the folder. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  async #close(): Promise<void> {
    await this.#folding?.finish()
    await this.#store.close()
  }

  #startFolding(): void {
    const { generations, sqlite } = this.#store
    if (!generations) return
    this.#folding = new Folding(generations, () => sqlite.export())
    this.#folding.soon()
  }

  #change(statement: Statement, check: () => void): void {
    const unit = this.#unit
    if (!unit) throw new Error('run() outside a transaction')
    for (const known of this.#known) known.clear()
    attempt(unit, () => {
      check()
      this.#store.sqlite.run(statement)
    })
    unit.statements.push(statement)
  }

  #commit(statements: readonly Statement[]): void {
    const { sqlite, generations } = this.#store
    if (statements.length > 0) generations?.append(statements)
    try {
      sqlite.commit()
    } catch (cause) {
      const reason = reasonOf(cause)
      generations?.break(reason) // the journal has what memory has not
      fail('STORE_BROKEN', { reason }, { cause })
    }
  }

  /**
   * In the order of the commits. What a notice throws is a mistake of the programmer's, not of the committed change:
   * it goes where every failure goes that nobody waits for, which the shells log.
   */
  #notify(): void {
    for (let notify = this.#notices.shift(); notify; notify = this.#notices.shift())
      try {
        notify()
      } catch (cause) {
        void Promise.resolve().then(() => {
          throw cause
        })
      }
  }

  #migrate(migrations: readonly string[]): void {
    for (const [index, text] of migrations.entries()) {
      if (index < this.#store.sqlite.version) continue
      this.transaction(() => {
        this.run({ text, values: [] })
        this.#change({ text: `PRAGMA user_version = ${index + 1}`, values: [] }, () => undefined)
      })
    }
  }
}

/** Runs a part of a transaction. If it fails, so does the whole. */
function attempt<T>(unit: Unit, work: () => T): T {
  try {
    const result = work()
    if (result instanceof Promise) throw new Error('A transaction cannot wait: its work gave a promise')
    return result
  } catch (cause) {
    unit.failure ??= { cause }
    throw cause
  }
}
