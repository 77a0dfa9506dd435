import type { z } from 'zod'
import type { Permission } from './permissions'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Route = `${Method} /${string}`

/** The `:params` of a route, read by the compiler: `'GET /guests/:id'` gives `'id'`. */
export type PathParams<R extends string> = R extends `${string}:${infer P}/${infer Rest}`
  ? P | PathParams<`/${Rest}`>
  : R extends `${string}:${infer P}`
    ? P
    : never

export interface Described<R extends Route, I extends z.ZodObject, O extends z.ZodType> {
  readonly route: R
  /** One sentence for the reference, the command line and the audit log. */
  readonly summary: string
  readonly input: I
  readonly output: O
  readonly permission: Permission
  /** The HTTP status of an answer, where it stands for work that may still go on (api/semantics 1.2); else 200. */
  readonly status?: (answer: z.output<O>) => 200 | 201 | 202
  /** Where two operations share a route, the one that takes the requests that have this field. */
  readonly when?: keyof z.input<I> & string
  /** What the input's id speaks of. Who may not see such a thing is told that it is not there. */
  readonly scope?: ScopeKind
  /** Other fields of the input that name such things, one or several, and what kind. */
  readonly uses?: readonly (readonly [field: keyof z.input<I> & string, kind: ScopeKind])[]
  /** The answer's id is that of a new thing of this kind. */
  readonly makes?: ScopeKind
  /** The answer is a `Ticket`; REST connects the request's or the answer's body to what it opens. */
  readonly stream?: 'upload' | 'download'
}

/** Things that belong to an owner and a group, and are seen by these. */
export type ScopeKind = 'guest' | 'disk_image' | 'media_image'

/** What the log says about a change: `started guest 1f0c…`, with the guest's name put in later. Nothing secret: the fields that it reads are kept. */
export type Audited<I extends z.ZodObject> = { readonly audit: (input: z.output<I>) => string }

/** What REST answers at once for a task that goes on. */
export interface Accepted {
  readonly status: 200 | 202
  readonly data: object | ''
}

/**
 * A query reads; a command changes state and answers when it is done; a task is long: it answers with
 * its `Task` record and goes on. Over REST a task answers what `accepted` makes of the record; without `accepted`
 * REST waits for its end, unless the request prefers not to (RFC 7240, `respond-async`).
 */
export type ByKind<I extends z.ZodObject> =
  | { readonly kind: 'query' }
  | ({ readonly kind: 'command' } & Audited<I>)
  | ({
      readonly kind: 'task'
      readonly accepted?: (task: { readonly id: string; readonly subject: string }) => Accepted
    } & Audited<I>)

export type RouteMatchesInput<R extends Route, I extends z.ZodObject> = [PathParams<R>] extends [keyof z.input<I>]
  ? unknown
  : { readonly route: 'a :param of the route is missing from the input schema' }

/** Declares one operation. Everything outside this call (IPC, REST, client, reference, audit) is derived. */
export function operation<
  const K extends 'query' | 'command' | 'task',
  const R extends Route,
  I extends z.ZodObject,
  O extends z.ZodType
>(declaration: { readonly kind: K } & Described<R, I, O> & Extract<ByKind<I>, { kind: K }> & RouteMatchesInput<R, I>) {
  return declaration
}

export interface AnyOperation {
  readonly kind: 'query' | 'command' | 'task'
  readonly route: Route
  readonly summary: string
  readonly input: z.ZodObject
  readonly output: z.ZodType
  readonly permission: Permission
  readonly status?: (answer: never) => 200 | 201 | 202
  readonly when?: string
  readonly scope?: ScopeKind
  readonly uses?: readonly (readonly [field: string, kind: ScopeKind])[]
  readonly makes?: ScopeKind
  readonly stream?: 'upload' | 'download'
  readonly audit?: (input: never) => string
  readonly accepted?: (task: { readonly id: string; readonly subject: string }) => Accepted
}
export type InputOf<Op extends AnyOperation> = z.output<Op['input']>
export type ResultOf<Op extends AnyOperation> = z.output<Op['output']>
