import type { Clock } from '../clock'
import { dayOf, lineOf, type AuditEntry } from './audit-entry'
import type { AuditFiles } from './audit-files'
import { AuditIds } from './audit-ids'
import type { Turns } from './turns'

interface Waiting {
  readonly at: Date
  readonly entry: AuditEntry
}

interface Deps {
  readonly files: AuditFiles
  readonly clock: Clock
  /** Nothing is appended while a file is being replaced. */
  readonly turns: Turns
  /** Is told when writing begins to fail, and later how much was lost by it. */
  readonly failed: (cause: unknown) => void
}

/** So many are written at once, well below a millisecond's work for the main loop. */
const BATCH = 100
/** So many wait while the disk takes none, so that a full disk does not fill the memory as well. */
const MOST_WAITING = 10_000
const SYNC_MS = 1_000

/**
 * Appends entries without holding anybody up: what comes while one batch is being written is the next. Killing the
 * process loses what the system has not been handed yet: the batch that waits for the one before it. A power cut loses
 * a second more. Closing loses nothing.
 */
export class AuditWriter {
  readonly #deps: Deps
  readonly #ids: AuditIds
  readonly #waiting: Waiting[] = []
  readonly #unsynced = new Set<string>()
  #writing: Promise<void> | undefined
  #syncing: NodeJS.Timeout | undefined
  #isFailing = false
  #lost = 0

  constructor(deps: Deps) {
    this.#deps = deps
    this.#ids = new AuditIds(deps.files)
  }

  append(entry: AuditEntry): void {
    if (this.#waiting.length >= MOST_WAITING) this.#lost += 1
    else this.#waiting.push({ at: this.#deps.clock.now(), entry })
    this.#writing ??= this.#drain()
  }

  /** Resolves when everything appended so far is in its file, or cannot be. */
  async flush(): Promise<void> {
    if (this.#waiting.length > 0) this.#writing ??= this.#drain()
    await this.#writing
  }

  /** Makes everything appended so far durable. */
  async close(): Promise<void> {
    await this.flush()
    await this.#sync().catch(this.#deps.failed)
  }

  /** What cannot be written waits for the next entry, and is tried again with it. */
  async #drain(): Promise<void> {
    let batch: Waiting[] = []
    try {
      while (this.#waiting.length > 0) {
        batch = this.#waiting.splice(0, BATCH)
        await this.#deps.turns.next(() => this.#write(batch))
        if (this.#lost > 0) this.#deps.failed(new Error(`${this.#lost} entries of the log are lost`))
        ;[this.#isFailing, this.#lost] = [false, 0]
      }
    } catch (cause) {
      this.#waiting.unshift(...batch)
      if (!this.#isFailing) this.#deps.failed(cause)
      this.#isFailing = true
    } finally {
      this.#writing = undefined
    }
  }

  /** Takes out of the batch what is written. */
  async #write(batch: Waiting[]): Promise<void> {
    while (batch.length > 0) {
      const lines: string[] = []
      let day = ''
      for (const { at, entry } of batch) {
        const id = await this.#ids.next(at)
        if (day !== '' && dayOf(id) !== day) break
        day = dayOf(id)
        lines.push(lineOf({ id, ...entry }))
      }
      await this.#deps.files.append(day, lines.join(''))
      batch.splice(0, lines.length)
      this.#unsynced.add(day)
      this.#syncing ??= setTimeout(() => void this.#sync().catch(this.#deps.failed), SYNC_MS).unref()
    }
  }

  async #sync(): Promise<void> {
    clearTimeout(this.#syncing)
    this.#syncing = undefined
    const days = [...this.#unsynced]
    this.#unsynced.clear()
    await this.#deps.turns.next(async () => {
      for (const day of days) await this.#deps.files.sync(day)
    })
  }
}
