import { operations, type GroupName, type Handlers, type Job } from '@shared/contract'
import type { AnyOperation } from '@shared/contract/define'
import { fail, type AppError } from '@shared/contract/errors'
import type { AuditLog } from './audit-log'
import type { Call, Caller, TaskCall } from './call'
import type { ScopeGuard } from './scope-guard'
import type { TaskRunner } from './task-runner'

export type Services = { readonly [G in GroupName]: Handlers<G, Call, TaskCall> }
type Handler = (input: unknown, call: Call) => Promise<unknown>

interface Entry {
  readonly operation: AnyOperation
  readonly handler: Handler
}

interface Deps {
  readonly services: Services
  readonly tasks: TaskRunner
  readonly audit: AuditLog
  readonly scope: ScopeGuard
  /** Turns anything thrown into a refusal; a bug becomes `UNEXPECTED` and is logged whole. */
  readonly explain: (cause: unknown) => AppError
}

/** The one door into the application: every transport calls `dispatch`, and nothing else. */
export class Dispatcher {
  readonly #deps: Deps
  readonly #entries: ReadonlyMap<string, Entry>

  constructor(deps: Deps) {
    this.#deps = deps
    this.#entries = new Map(
      operations.map(({ name, operation }) => {
        const [group = '', key = ''] = name.split('.')
        const service = deps.services[group as GroupName] as unknown as Record<string, Handler>
        return [
          name,
          { operation, handler: (input, call) => service[key]?.(input, call) ?? fail('OPERATION_UNKNOWN', { name }) }
        ]
      })
    )
  }

  /** Authorises, validates, keeps to what the caller sees, runs, checks the answer, audits. Throws nothing but `AppError`. */
  async dispatch(name: string, raw: unknown, caller: Caller): Promise<unknown> {
    const { operation, handler } = this.#entries.get(name) ?? fail('OPERATION_UNKNOWN', { name })
    const audit = (outcome: string, input: unknown): void => this.#audit({ name, operation, input, caller, outcome })
    if (!caller.permissions.has(operation.permission)) {
      audit('PERMISSION_DENIED', undefined)
      if (caller.user === '') fail('SIGN_IN_NEEDED', {})
      fail('PERMISSION_DENIED', { permission: operation.permission })
    }

    const parsed = operation.input.safeParse(raw)
    if (!parsed.success) fail('INPUT_INVALID', { issues: parsed.error.issues.map(describeIssue) })
    const input = parsed.data

    try {
      this.#deps.scope.check(operation, input, caller)
      const answer = await handler(input, { caller })
      if (operation.kind === 'task') {
        const job = answer as Job<TaskCall, unknown>
        const task = this.#deps.tasks.start(name, job, { caller }, (outcome) => audit(outcome, input))
        audit('accepted', input)
        return task
      }
      const result = operation.output.parse(answer)
      audit('ok', input)
      return result
    } catch (cause) {
      const error = this.#deps.explain(cause)
      audit(error.code, input)
      throw error
    }
  }

  /** A refused caller's input is not trusted, so its text is only the operation's name. */
  #audit({
    name,
    operation,
    input,
    caller,
    outcome
  }: {
    name: string
    operation: AnyOperation
    input: unknown
    caller: Caller
    outcome: string
  }): void {
    if (!operation.audit) return
    const text = input === undefined ? name : operation.audit(input as never)
    this.#deps.audit.record({ user: caller.user, address: caller.address, operation: name, text, outcome })
  }
}

const describeIssue = ({ path, message }: { path: readonly PropertyKey[]; message: string }): string =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`
