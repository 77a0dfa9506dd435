import type { ScopeKind } from '../contract/define'
import type { Permission } from '../contract/permissions'

/** Who looks. `shares` are the kinds of things that the members of their group see of each other. */
export interface Viewer {
  readonly user: string
  readonly group: string
  readonly permissions: ReadonlySet<Permission>
  readonly shares: ReadonlySet<ScopeKind>
}

/** Whose something is; both are empty for what is nobody's, such as the sample image. */
export interface Owned {
  readonly owner: string
  readonly group: string
}

/** Whose things of one kind somebody sees: that user's, and that group's where it is not empty. */
export interface Sight {
  readonly user: string
  readonly group: string
}

/** How far somebody sees among the things of a kind; undefined is everything (api/semantics 4). */
export function sightOf({ user, group, permissions, shares }: Viewer, kind: ScopeKind): Sight | undefined {
  if (permissions.has('resource:all')) return undefined
  return { user, group: shares.has(kind) ? group : '' }
}

/** Things are seen by their owner and by the group within sight; nobody's things are seen by everybody. */
export function isSeen(sight: Sight | undefined, { owner, group }: Owned): boolean {
  if (sight === undefined || (owner === '' && group === '')) return true
  return (owner !== '' && owner === sight.user) || (group !== '' && group === sight.group)
}

/** Says of each thing of a kind whether somebody sees it. */
export function seenBy(viewer: Viewer, kind: ScopeKind): (thing: Owned) => boolean {
  const sight = sightOf(viewer, kind)
  return (thing) => isSeen(sight, thing)
}
