import type { AppError } from '@shared/contract/errors'
import type { Dispatcher } from './dispatcher'
import type { EventBus } from './event-bus'
import type { Logger } from './logger'
import type { Sessions } from './sessions'
import type { TaskRunner } from './task-runner'
import type { Tickets } from './tickets'

/** What every door into the application needs of it. */
export interface Core {
  readonly version: string
  readonly dispatcher: Dispatcher
  readonly bus: EventBus
  readonly tickets: Tickets
  readonly sessions: Sessions
  readonly tasks: TaskRunner
  /** Turns anything thrown into a refusal; a bug becomes `UNEXPECTED` and is logged whole. */
  readonly explain: (cause: unknown) => AppError
  readonly log: Logger
  /** Where programs reach the application: told by whoever opens that door. */
  readonly reached: Reached
}

/** What the door over TCP and the settings know of each other. */
export interface Reached {
  /** An address as `http://127.0.0.1:8850`; '' while nothing is served over TCP. */
  rest: string
  /** Serves the API at another port or, without one, at none; absent where the start alone decides. */
  move?: (port: number | undefined) => Promise<void>
}
