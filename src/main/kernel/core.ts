import type { Dispatcher } from './dispatcher'
import type { EventBus } from './event-bus'
import type { Logger } from './logger'
import type { Sessions } from './sessions'
import type { Tickets } from './tickets'

/** What every door into the application needs of it. */
export interface Core {
  readonly dispatcher: Dispatcher
  readonly bus: EventBus
  readonly tickets: Tickets
  readonly sessions: Sessions
  readonly log: Logger
}
