import { fail } from '@shared/contract/errors'
import { Journal } from './journal'
import type { Statement } from './sql'
import { writeSnapshot } from './snapshot-file'
import type { StoreFolder } from './store-folder'

/** When a new snapshot is worth its while: opening replays about this much in a few hundredths of a second. */
const DUE = { entries: 500, bytes: 4 * 1024 * 1024 }

/** Where an open store stands. */
interface Position {
  /** The last transaction. */
  readonly seq: number
  /** The last transaction in the newest snapshot that is known to be whole; 0 is the empty database. */
  readonly snapshot: number
  /** The last transaction before the open journal. */
  readonly journal: number
}

/** The files of an open store: takes changes into the journal, and folds journals into snapshots. */
export class Generations {
  readonly #folder: StoreFolder
  #journal: Journal
  #at: Position

  constructor(folder: StoreFolder, journal: Journal, at: Position) {
    this.#folder = folder
    this.#journal = journal
    this.#at = at
  }

  /** Returns when the change is on the disk; else it is refused, and nothing was changed. */
  append(statements: readonly Statement[]): void {
    const seq = this.#at.seq + 1
    this.#journal.append({ seq, statements })
    this.#at = { ...this.#at, seq }
  }

  /** Where the files are. */
  get path(): string {
    return this.#folder.path
  }

  /** Takes no more changes, for a reason; what was appended stays. */
  break(reason: string): void {
    this.#journal.break(reason)
  }

  /** Whether the open journal is long enough for a fold. A fold starts another: a failed one is not repeated at once. */
  get isFoldDue(): boolean {
    return this.#at.seq - this.#at.journal >= DUE.entries || this.#journal.length >= DUE.bytes
  }

  /**
   * Puts everything so far into a new snapshot, then removes what neither it nor the one before it needs. Changes that
   * come meanwhile go to a new journal. `state` is read at once; a crash or failure at any step leaves files that lead
   * to the same state.
   */
  async fold(state: () => Uint8Array): Promise<void> {
    const { seq, snapshot: previous, journal } = this.#at
    const { broken } = this.#journal
    if (broken !== undefined) fail('STORE_BROKEN', { reason: broken }) // what its last line is, nobody knows
    if (seq === previous) return
    if (seq !== journal) this.#startJournal()
    await writeSnapshot(this.#folder.io, this.#folder.snapshot(seq), state())
    this.#at = { ...this.#at, snapshot: seq }
    await this.#removeBefore(previous)
  }

  close(): void {
    this.#journal.close()
  }

  #startJournal(): void {
    const { seq } = this.#at
    const full = this.#journal
    this.#journal = Journal.create(this.#folder.io, this.#folder.journal(seq))
    this.#at = { ...this.#at, journal: seq }
    full.close()
  }

  /** Snapshots first: without its snapshot, a journal that is left over leads nowhere. */
  async #removeBefore(previous: number): Promise<void> {
    const { io } = this.#folder
    for (const seq of this.#folder.snapshots())
      if (seq < previous) await io.removeInBackground(this.#folder.snapshot(seq))
    for (const seq of this.#folder.journals())
      if (seq < previous) await io.removeInBackground(this.#folder.journal(seq))
  }
}
