import type { Clock } from './clock'
import type { DailyFile } from './daily-file'

export interface AuditEntry {
  readonly user: string
  readonly address: string
  readonly operation: string
  /** What was done, as a person would say it. */
  readonly text: string
  /** `accepted` for a task that goes on, `ok`, or the error code. */
  readonly outcome: string
}

/** Who did what: append-only, one JSON line per entry, one file per day. */
export class AuditLog {
  readonly #file: DailyFile
  readonly #clock: Clock

  constructor(file: DailyFile, clock: Clock) {
    this.#file = file
    this.#clock = clock
  }

  record(entry: AuditEntry): void {
    const now = this.#clock.now()
    this.#file.append(now, JSON.stringify({ time: now.toISOString(), ...entry }))
  }
}
