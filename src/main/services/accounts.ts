import type { ScopeKind } from '@shared/contract/define'
import { fail } from '@shared/contract/errors'
import { permissionsOf } from '@shared/contract/permissions'
import type { Accounts as Overview } from '@shared/contract/user'
import type { Visibility } from '@shared/contract/visibility'
import type { EventBus } from '@main/kernel/event-bus'
import type { Revisions } from '@main/kernel/revision'
import type { Access } from '@main/kernel/sessions'
import type { Database } from '@main/store/database'
import type { GroupRecord, GroupRepository } from '@main/store/repositories/group-repository'
import type { RoleRepository } from '@main/store/repositories/role-repository'
import type { UserRecord, UserRepository } from '@main/store/repositories/user-repository'

interface Deps {
  readonly db: Database
  readonly users: UserRepository
  readonly groups: GroupRepository
  readonly roles: RoleRepository
  readonly bus: EventBus
  readonly revisions: Revisions
}

/** What every change of users, groups and roles keeps: somebody can still manage users, and open sessions follow. */
export class Accounts {
  readonly #deps: Deps
  /** What users with a session may do: asked at every call, so kept until an account changes. */
  readonly #access = new Map<string, Access>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  user(name: string): UserRecord {
    return this.#deps.users.find(name) ?? fail('USER_NOT_FOUND', { user: name })
  }

  group(name: string): GroupRecord {
    return this.#deps.groups.find(name) ?? fail('GROUP_NOT_FOUND', { group: name })
  }

  /** What a user may do now; undefined if there is none of that name. */
  accessOf(name: string): Access | undefined {
    const known = this.#access.get(name)
    if (known) return known
    const { users, groups } = this.#deps
    const user = users.find(name)
    if (!user) return undefined
    const menu = groups.menusOf(user.group)
    const shares = sharedBy(groups.visibilityOf(user.group))
    const access = { group: user.group, menu, permissions: permissionsOf(menu), shares }
    this.#access.set(name, access)
    return access
  }

  /** Everybody who has an account, and what they may do. */
  overview(): Overview {
    const { users, groups, roles, revisions } = this.#deps
    const all = users.list().map(({ name, nick, mail, group }) => ({ name, nick, mail, group }))
    const members = Map.groupBy(all, ({ group }) => group)
    return {
      users: all,
      groups: groups.list().map(({ name, display }) => ({
        ...{ name, display, role: [...this.group(name).role] },
        member: (members.get(name) ?? []).map((user) => user.name)
      })),
      roles: roles.list(),
      revision: revisions.next()
    }
  }

  /** Changes accounts as one unit; refuses what would leave nobody who can manage users. */
  change(work: () => void): void {
    const { db, bus } = this.#deps
    db.transaction(() => {
      const [last] = this.#administrators()
      work()
      if (last !== undefined && this.#administrators().length === 0) fail('LAST_ADMINISTRATOR', { user: last })
      db.afterCommit(() => {
        this.#access.clear()
        bus.publish('accounts.changed', this.overview())
      })
    })
  }

  #administrators(): string[] {
    return this.#deps.users
      .menus()
      .filter(({ menu }) => permissionsOf(menu).has('user:write'))
      .map(({ user }) => user)
  }
}

function sharedBy(visibility: Visibility): ReadonlySet<ScopeKind> {
  const flags: Readonly<Record<ScopeKind, boolean>> = {
    guest: visibility.instance_visible,
    disk_image: visibility.disk_image_visible,
    media_image: visibility.media_image_visible
  }
  return new Set((Object.keys(flags) as ScopeKind[]).filter((kind) => flags[kind]))
}
