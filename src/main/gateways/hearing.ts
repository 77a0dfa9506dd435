import { events } from '@shared/contract/events'
import type { ScopeKind } from '@shared/contract/define'
import type { Permission } from '@shared/contract/permissions'
import type { Notice } from '@shared/contract/wire'
import { isSeen, sightOf, type Owned } from '@shared/rules/visibility'
import type { Caller } from '@main/kernel/call'

/** Whether somebody may be told: of what they may read, and of that only what they see. */
export function mayBeTold(caller: Caller, { name, payload }: Notice): boolean {
  const { permission, scope }: { permission: Permission; scope?: ScopeKind } = events[name]
  if (!caller.permissions.has(permission)) return false
  if (name === 'task.changed') return payload.user === caller.user || caller.permissions.has('resource:all')
  return scope === undefined || isSeen(sightOf(caller, scope), payload as unknown as Owned)
}
