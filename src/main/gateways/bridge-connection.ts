import { AppError, fail } from '@shared/contract/errors'
import type { Notice, Reply } from '@shared/contract/wire'
import type { Core } from '@main/kernel/core'
import type { Dispose } from '@main/kernel/disposable'
import { SESSION_SECONDS } from '@main/kernel/sessions'
import { mayCall, mayHear, type ConsoleScope } from './console-scope'
import { dispatchAs } from './dispatch-as'
import { mayBeTold } from './hearing'
import { isTooLarge, MAX_INPUT } from './input-size'
import { SignIn } from './sign-in'

interface Options {
  /** Where the other side is, for the record. */
  readonly address: string
  readonly send: (notice: Notice) => void
  /** Least privilege: only what a console needs of its guest. */
  readonly scope?: ConsoleScope
  /** Shared by all windows of one app; without it the connection has its own. */
  readonly signIn?: SignIn
}

/** Three times within a session's timeout. */
const KEEP_MS = (SESSION_SECONDS * 1000) / 3
const LONGEST_NAME = 64

/**
 * One window's way into the core. It learns who has signed in, keeps that session while it is open, and
 * passes on the events that its user may hear of.
 */
export class BridgeConnection {
  readonly #core: Core
  readonly #options: Options
  readonly #signIn: SignIn
  readonly #stopListening: Dispose
  readonly #keeping: NodeJS.Timeout

  constructor(core: Core, options: Options) {
    this.#core = core
    this.#options = options
    this.#signIn = options.signIn ?? new SignIn()
    this.#stopListening = core.bus.subscribe((notice) => this.#tell(notice))
    this.#keeping = setInterval(() => core.sessions.keep(this.#signIn.session), KEEP_MS).unref()
  }

  /** Presents a sign-in from before, such as one that outlived a reload. */
  present(session: string): void {
    this.#signIn.present(session)
    // A window that is loaded again before its first round would never keep it.
    this.#core.sessions.keep(session)
  }

  /** Failures travel as values: Electron would strip an error of its fields. */
  async call(operation: unknown, input: unknown): Promise<Reply> {
    try {
      return { ok: true, value: await this.#dispatch(nameOf(operation), input) }
    } catch (cause) {
      if (cause instanceof AppError) return { ok: false, error: cause.toPayload() }
      throw cause
    }
  }

  close(): void {
    this.#stopListening()
    clearInterval(this.#keeping)
  }

  async #dispatch(name: string, input: unknown): Promise<unknown> {
    const { address, scope } = this.#options
    if (isTooLarge(input)) fail('INPUT_TOO_LARGE', { limit: MAX_INPUT })
    if (scope && !mayCall(scope, name, input)) fail('PERMISSION_DENIED', { permission: name })
    const answer = await dispatchAs(this.#core, { session: this.#signIn.session, address }, [name, input])
    this.#signIn.learn(name, answer)
    return answer
  }

  #tell(notice: Notice): void {
    const { scope, send } = this.#options
    if (scope && !mayHear(scope, notice)) return
    const caller = this.#core.sessions.callerOf(this.#signIn.session)
    if (caller && mayBeTold(caller, notice)) send(notice)
  }
}

/** A name as it may stand in an error message; what is no name at all is called by its type. */
function nameOf(operation: unknown): string {
  return typeof operation === 'string' ? operation.slice(0, LONGEST_NAME) : typeof operation
}
