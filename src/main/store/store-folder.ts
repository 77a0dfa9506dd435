import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { StoreIo } from './store-io'
import type { StoreProblem } from './store-problem'

const SET_ASIDE = /^((snapshot|journal)-\d+\.(?:db|log))\.damaged-/

/**
 * The files of a store. `snapshot-N.db` is the state after transaction N; `journal-N.log` has the transactions that
 * followed it, up to where the next journal begins. The newest snapshot and the one before it are kept, with every
 * journal since, so that either snapshot leads to the same state.
 */
export class StoreFolder {
  readonly path: string
  readonly io: StoreIo

  constructor(path: string, io: StoreIo) {
    this.path = path
    this.io = io
  }

  snapshot(seq: number): string {
    return join(this.path, `snapshot-${seq}.db`)
  }

  journal(seq: number): string {
    return join(this.path, `journal-${seq}.log`)
  }

  /** The numbers of the snapshots, ascending. */
  snapshots(): number[] {
    return this.#numbers(/^snapshot-(\d{1,15})\.db$/)
  }

  /** The numbers of the journals, ascending. */
  journals(): number[] {
    return this.#numbers(/^journal-(\d{1,15})\.log$/)
  }

  /** Files that a crash left half written. They never counted. */
  unfinished(): string[] {
    return this.#names(/^(?:snapshot|journal)-.*\.new$/).map((name) => join(this.path, name))
  }

  /** The name under which a damaged file is kept. */
  aside(path: string, time: Date): string {
    return `${path}.damaged-${time.toISOString().replaceAll(':', '-')}`
  }

  /** One for each damaged file, as long as the person leaves it here: whatever happens, they are told. */
  problems(): StoreProblem[] {
    return this.#names(SET_ASIDE).map((name) => {
      const [, file = '', kind] = SET_ASIDE.exec(name) ?? []
      const path = join(this.path, name)
      return { path, message: kind === 'journal' ? journalLost(file, path) : snapshotLost(file, path) }
    })
  }

  #numbers(pattern: RegExp): number[] {
    const numbers = this.#names(pattern).map((name) => Number(pattern.exec(name)?.[1]))
    return numbers.sort((a, b) => a - b)
  }

  #names(pattern: RegExp): string[] {
    return readdirSync(this.path).filter((name) => pattern.test(name))
  }
}

const journalLost = (file: string, path: string): string =>
  `Changes in the journal "${file}" are lost, because it or one before it was damaged. It is kept as "${basename(path)}".`
const snapshotLost = (file: string, path: string): string =>
  `The snapshot "${file}" was damaged: the one before it was used, with the changes since. ` +
  `The damaged one is kept as "${basename(path)}".`
