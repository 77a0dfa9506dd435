import type { AnyOperation, ScopeKind } from '@shared/contract/define'
import type { Named } from './audit-entry'

/** The name of a thing of a kind; '' for what is not there. */
export type NameOf = (kind: ScopeKind, id: string) => string

/** What an input names, as its operation declares it, the thing that it is done to first. */
export function namedIn(
  { scope, uses = [] }: AnyOperation,
  input: Readonly<Record<string, unknown>>,
  nameOf: NameOf
): Named[] {
  const named: readonly (readonly [unknown, ScopeKind])[] = [
    ...(scope ? ([[input['id'], scope]] as const) : []),
    ...uses.map(([field, kind]) => [input[field], kind] as const)
  ]
  return named.flatMap(([ids, kind]) =>
    [ids].flat().flatMap((id) => (typeof id === 'string' && id !== '' ? { id, name: nameOf(kind, id) } : []))
  )
}

/** Puts a thing first, once. Some work is done to nothing that has an id. */
export const withFirst = (thing: Named, others: readonly Named[]): Named[] =>
  thing.id === '' ? [...others] : [thing, ...others.filter(({ id }) => id !== thing.id)]
