import type { AnyOperation, ScopeKind } from '@shared/contract/define'
import { fail } from '@shared/contract/errors'
import { isSeen, sightOf, type Owned } from '@shared/rules/visibility'
import type { Caller } from './call'

/** Finds whose things are, by kind; undefined for what is not there. */
export type OwnersOf = Readonly<Record<ScopeKind, (id: string) => Owned | undefined>>
type Input = Readonly<Record<string, unknown>>

/**
 * Keeps callers to what they may see: whatever an input names has to be visible, else it is told as not there;
 * and nobody gives things to others, or away, but who sees everything.
 */
export class ScopeGuard {
  readonly #ownersOf: OwnersOf

  constructor(ownersOf: OwnersOf) {
    this.#ownersOf = ownersOf
  }

  check(operation: AnyOperation, input: Input, caller: Caller): void {
    if (caller.permissions.has('resource:all')) return
    const { scope, uses = [] } = operation
    for (const [field, kind] of uses) this.#refuseUnseen(kind, input[field], caller)
    if (scope) this.#refuseUnseen(scope, input['id'], caller)
    if (operation.kind !== 'query' && 'owner' in operation.input.shape) this.#refuseForeign(operation, input, caller)
  }

  #refuseUnseen(kind: ScopeKind, named: unknown, caller: Caller): void {
    const sight = sightOf(caller, kind)
    for (const id of [named].flat()) {
      const thing = typeof id === 'string' && id !== '' && this.#ownersOf[kind](id)
      if (thing && !isSeen(sight, thing)) fail(kind === 'guest' ? 'GUEST_NOT_FOUND' : 'IMAGE_NOT_FOUND', { id })
    }
  }

  /** What is made anew may name nobody, which then means its maker. */
  #refuseForeign({ scope }: AnyOperation, input: Input, { user, group }: Caller): void {
    const before = (scope && this.#ownersOf[scope](String(input['id']))) ?? { owner: '', group: '' }
    const own = { owner: user, group }
    for (const field of ['owner', 'group'] as const) {
      const value = input[field]
      if (typeof value === 'string' && value !== own[field] && value !== before[field])
        fail('OWNER_REFUSED', { field, value })
    }
  }
}
