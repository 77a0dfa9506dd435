import { operations, type GroupName, type Handlers, type Job } from '@shared/contract'
import type { AnyOperation } from '@shared/contract/define'
import { fail, type AppError } from '@shared/contract/errors'
import { inputIssue, wordless } from '@shared/contract/input-issue'
import { onceFrozen } from '@shared/rules/frozen'
import type { AuditEntry, Named } from './audit/audit-entry'
import type { AuditLog } from './audit/audit-log'
import { namedIn, withFirst, type NameOf } from './audit/named-in'
import { told } from './audit/told'
import type { Call, Caller, TaskCall } from './call'
import type { ScopeGuard } from './scope-guard'
import type { TaskRunner } from './task-runner'

export type Services = { readonly [G in GroupName]: Handlers<G, Call, TaskCall> }
type Handler = (input: unknown, call: Call) => Promise<unknown>

interface Entry {
  readonly operation: AnyOperation
  readonly handler: Handler
  /** The answer as the operation may give it. */
  readonly checked: (answer: unknown) => unknown
}

interface Deps {
  readonly services: Services
  readonly tasks: TaskRunner
  readonly audit: AuditLog
  readonly scope: ScopeGuard
  /** For the log, which has names and not only ids. */
  readonly nameOf: NameOf
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
        const handler: Handler = (input, call) => service[key]?.(input, call) ?? fail('OPERATION_UNKNOWN', { name })
        return [name, { operation, handler, checked: onceFrozen((answer) => operation.output.parse(answer)) }]
      })
    )
  }

  /** Authorises, validates, keeps to what the caller sees, runs, checks the answer, audits. Throws nothing but `AppError`. */
  async dispatch(name: string, raw: unknown, caller: Caller): Promise<unknown> {
    const { operation, handler, checked } = this.#entries.get(name) ?? fail('OPERATION_UNKNOWN', { name })
    // A refused caller's input is not trusted, and an invalid one not understood: then there is no more than the name.
    let said: Pick<AuditEntry, 'text' | 'details' | 'objects'> = { text: `asked for ${name}`, objects: [] }
    const audit = (outcome: string, refusal?: AppError): void => {
      const { user, address } = caller
      const why = refusal && { error_details: { ...refusal.details } }
      if (operation.audit) this.#deps.audit.record({ user, address, operation: name, ...said, outcome, ...why })
    }
    const ended = (refusal?: AppError): void => audit(refusal?.code ?? 'ok', refusal)
    const isAbout = (thing: Named): void => void (said = { ...said, objects: withFirst(thing, said.objects) })

    try {
      refuseUnlessPermitted(operation, caller)
      const parsed = operation.input.safeParse(raw, wordless)
      if (!parsed.success) fail('INPUT_INVALID', { issues: parsed.error.issues.map((issue) => inputIssue(issue, raw)) })
      const input = parsed.data
      // Before the work: what is deleted has no name afterwards.
      if (operation.audit)
        said = { ...told(operation.audit, input), objects: namedIn(operation, input, this.#deps.nameOf) }

      this.#deps.scope.check(operation, input, caller)
      const answer = await handler(input, { caller, ended })
      if (operation.kind === 'task') {
        const job = answer as Job<TaskCall, unknown>
        isAbout({ id: job.subject, name: job.title })
        const task = this.#deps.tasks.start(name, job, { caller }, ended)
        audit('accepted')
        return task
      }
      const result = checked(answer)
      if (operation.makes)
        isAbout({ id: (result as Named).id, name: this.#deps.nameOf(operation.makes, (result as Named).id) })
      if (operation.stream === 'upload') audit('accepted')
      else ended()
      return result
    } catch (cause) {
      const error = this.#deps.explain(cause)
      ended(error)
      throw error
    }
  }
}

function refuseUnlessPermitted({ permission }: AnyOperation, caller: Caller): void {
  if (caller.permissions.has(permission)) return
  if (caller.user === '') fail('SIGN_IN_NEEDED', {})
  fail('PERMISSION_DENIED', { permission })
}
