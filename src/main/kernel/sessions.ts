import { createHash, randomUUID } from 'node:crypto'
import type { ScopeKind } from '@shared/contract/define'
import type { Menu, Permission } from '@shared/contract/permissions'
import type { Session, SessionEntry } from '@shared/contract/session'
import { localTime } from '@shared/text/time'
import type { Caller } from './call'
import type { Clock } from './clock'

/** How long a sign-in lasts without being kept (api/semantics 2.16). */
export const SESSION_SECONDS = 180

/** Who has signed in, and from where. */
export interface SignIn {
  readonly user: string
  readonly address: string
}

/** What a user may do now, by the roles of their group, and what that group shares. */
export interface Access {
  readonly group: string
  readonly menu: readonly Menu[]
  readonly permissions: ReadonlySet<Permission>
  readonly shares: ReadonlySet<ScopeKind>
}

interface Deps {
  readonly clock: Clock
  /** True once a first user exists; until then anybody may set the system up. */
  readonly isReady: () => boolean
  /** Asked at every call, so that a change of roles counts at once; undefined for a user who is gone. */
  readonly accessOf: (user: string) => Access | undefined
}

interface Open extends SignIn {
  readonly started: Date
  readonly signOut: AbortController
  ends: number
}

/** The sign-ins of this process; a restart ends them all. The id is the secret. */
export class Sessions {
  readonly #deps: Deps
  readonly #open = new Map<string, Open>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Gives the id of a new session. */
  start({ user, address }: SignIn): string {
    this.#sweep()
    const id = randomUUID()
    const started = this.#deps.clock.now()
    this.#open.set(id, { user, address, started, ends: this.#end(), signOut: new AbortController() })
    return id
  }

  find(id: string): Session | undefined {
    const found = this.#find(id)
    if (!found) return undefined
    const { user, address, group, menu, permissions } = found
    const all = { menu: [...menu], resource: [], permissions: [...permissions] }
    return { session: id, user, group, address, timeout: SESSION_SECONDS, ...all }
  }

  /** Everybody who is signed in, oldest first. What stands for the id tells two apart and opens nothing; `asker` is one of them. */
  list(asker: string): SessionEntry[] {
    return [...this.#open.keys()].flatMap((id) => {
      const found = this.#find(id)
      if (!found) return []
      const { user, group, address, started } = found
      return { id: nameOf(id), user, group, address, start_time: localTime(started), own: id === asker }
    })
  }

  /** Starts the timeout again; false for a session that has ended. */
  keep(id: string): boolean {
    if (!this.#find(id)) return false
    const open = this.#open.get(id)
    if (open) open.ends = this.#end()
    return true
  }

  end(id: string): void {
    this.#open.get(id)?.signOut.abort()
    this.#open.delete(id)
  }

  /** Ends a session by what stands for its id in the list; false where there is none. */
  endListed(name: string): boolean {
    const id = [...this.#open.keys()].find((each) => nameOf(each) === name)
    if (id === undefined || !this.#find(id)) return false
    this.end(id)
    return true
  }

  /** Ends the sessions of a user, all but the one given. */
  endAllOf(user: string, except = ''): void {
    for (const [id, open] of this.#open) if (open.user === user && id !== except) this.end(id)
  }

  /** Is aborted when somebody signs out; undefined for who has not signed in. */
  signOutOf(id: string): AbortSignal | undefined {
    return this.#find(id)?.signOut.signal
  }

  /** Who asks with this session; undefined if it is unknown or has ended. */
  callerOf(id: string): Caller | undefined {
    const found = this.#find(id)
    if (!found) return undefined
    const { user, group, address, permissions, shares } = found
    return { user, group, session: id, address, permissions, shares }
  }

  /** Somebody who has not signed in. */
  nobody(address: string): Caller {
    const permissions = new Set<Permission>(this.#deps.isReady() ? ['public'] : ['public', 'system:setup'])
    return { user: '', group: '', session: '', address, permissions, shares: new Set() }
  }

  #find(id: string): (Open & Access) | undefined {
    const open = this.#open.get(id)
    const isCurrent = open !== undefined && open.ends > this.#deps.clock.now().getTime()
    const access = isCurrent && this.#deps.accessOf(open.user)
    if (access) return { ...open, ...access }
    // Whose account is gone is signed out, whoever notices first.
    if (isCurrent) this.end(id)
    this.#open.delete(id)
    return undefined
  }

  #end(): number {
    return this.#deps.clock.now().getTime() + SESSION_SECONDS * 1000
  }

  #sweep(): void {
    for (const id of this.#open.keys()) this.#find(id)
  }
}

const nameOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 16)
