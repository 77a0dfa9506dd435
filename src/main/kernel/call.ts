import type { AppError } from '@shared/contract/errors'
import type { Viewer } from '@shared/rules/visibility'

/** Who asks, through whatever door. `user` is empty for nobody; `session` and `address` are for the record. */
export interface Caller extends Viewer {
  readonly session: string
  readonly address: string
}

/** Passed to every handler, so that no service reaches for globals. */
export interface Call {
  readonly caller: Caller
  /** Tells the log what became of an upload, whose ticket is only its beginning, and in what refusal it ended. */
  readonly ended?: (refusal?: AppError) => void
}

/** Passed to the long part of a task. `signal` aborts when the task is cancelled. */
export interface TaskCall extends Call {
  readonly task: string
  readonly signal: AbortSignal
  /** `fraction` is 0 to 1, or null while the total is unknown. */
  report(fraction: number | null, message: string): void
}
