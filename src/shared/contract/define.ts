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
  /** True when an answer stands for work that is still going on; REST then says 201 (api/semantics 1.2). */
  readonly pending?: (answer: z.output<O>) => boolean
  /** The answer is a `Ticket`; REST connects the request's or the answer's body to what it opens. */
  readonly stream?: 'upload' | 'download'
}

/** What the log says about a change: `started guest web-1`. */
export type Audited<I extends z.ZodObject> = { readonly audit: (input: z.output<I>) => string }

/**
 * A query reads; a command changes state and answers when it is done; a task is long: it answers with
 * its `Task` record and goes on. Over REST a task answers what `accepted` makes of the record, with 202.
 */
export type ByKind<I extends z.ZodObject> =
  | { readonly kind: 'query' }
  | ({ readonly kind: 'command' } & Audited<I>)
  | ({
      readonly kind: 'task'
      readonly accepted: (task: { readonly id: string; readonly subject: string }) => object
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
  readonly pending?: (answer: never) => boolean
  readonly stream?: 'upload' | 'download'
  readonly audit?: (input: never) => string
  readonly accepted?: (task: { readonly id: string; readonly subject: string }) => object
}
export type InputOf<Op extends AnyOperation> = z.output<Op['input']>
export type ResultOf<Op extends AnyOperation> = z.output<Op['output']>
