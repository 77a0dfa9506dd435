import type { Database } from './database'

/** Makes a change durable, whoever else shares the wait for the disk. */
export type Commit = <T>(work: () => T) => Promise<T>

interface Change {
  readonly work: () => unknown
  readonly resolve: (result: never) => void
  readonly reject: (cause: unknown) => void
}

/** Changes in one commit: few enough not to hold up the main loop. */
const MOST = 32

/**
 * Lets changes that are asked for in the same moment share one commit, and so one wait for the disk. Each is on the
 * disk before it is answered. Work may run twice: where one change fails, every other is made alone.
 */
export class GroupCommit {
  readonly #db: Database
  readonly #waiting: Change[] = []

  constructor(db: Database) {
    this.#db = db
  }

  readonly run: Commit = <T>(work: () => T): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (this.#waiting.push({ work, resolve, reject }) === 1) setImmediate(() => this.#commit())
    })

  #commit(): void {
    const changes = this.#waiting.splice(0, MOST)
    if (this.#waiting.length > 0) setImmediate(() => this.#commit())
    try {
      const results = this.#db.transaction(() => changes.map(({ work }) => work()))
      for (const [index, { resolve }] of changes.entries()) resolve(results[index] as never)
    } catch (cause) {
      if (changes.length === 1) changes[0]?.reject(cause)
      else for (const change of changes) this.#alone(change)
    }
  }

  #alone({ work, resolve, reject }: Change): void {
    try {
      resolve(this.#db.transaction(work) as never)
    } catch (cause) {
      reject(cause)
    }
  }
}
