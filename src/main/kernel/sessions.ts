import { randomUUID } from 'node:crypto'
import { permissionsOf, type Menu, type Permission } from '@shared/contract/permissions'
import type { Session } from '@shared/contract/session'
import type { Caller } from './call'
import type { Clock } from './clock'

/** How long a sign-in lasts without being kept (api/semantics 2.16). */
export const SESSION_SECONDS = 180

/** Who has signed in, from where, and what the menus of the roles allow. */
export interface SignIn {
  readonly user: string
  readonly group: string
  readonly address: string
  readonly menu: readonly Menu[]
}

interface Deps {
  readonly clock: Clock
  /** True once a first user exists; until then anybody may set the system up. */
  readonly isReady: () => boolean
}

/** The sign-ins of this process; a restart ends them all. The id is the secret. */
export class Sessions {
  readonly #deps: Deps
  readonly #open = new Map<string, SignIn & { ends: number; readonly signOut: AbortController }>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  start(signIn: SignIn): Session {
    this.#sweep()
    const id = randomUUID()
    this.#open.set(id, { ...signIn, ends: this.#end(), signOut: new AbortController() })
    return this.#show(id, signIn)
  }

  find(id: string): Session | undefined {
    const found = this.#find(id)
    return found && this.#show(id, found)
  }

  /** Starts the timeout again; false for a session that has ended. */
  keep(id: string): boolean {
    const found = this.#find(id)
    if (found) found.ends = this.#end()
    return found !== undefined
  }

  end(id: string): void {
    this.#open.get(id)?.signOut.abort()
    this.#open.delete(id)
  }

  /** Is aborted when somebody signs out; undefined for who has not signed in. */
  signOutOf(id: string): AbortSignal | undefined {
    return this.#find(id)?.signOut.signal
  }

  /** Who asks with this session; undefined if it is unknown or has ended. */
  callerOf(id: string): Caller | undefined {
    const found = this.#find(id)
    if (!found) return undefined
    const { user, group, address, menu } = found
    return { user, group, session: id, address, permissions: permissionsOf(menu) }
  }

  /** Somebody who has not signed in. */
  nobody(address: string): Caller {
    const permissions = new Set<Permission>(this.#deps.isReady() ? ['public'] : ['public', 'system:setup'])
    return { user: '', group: '', session: '', address, permissions }
  }

  #find(id: string) {
    const found = this.#open.get(id)
    if (found && found.ends > this.#deps.clock.now().getTime()) return found
    this.#open.delete(id)
    return undefined
  }

  #end(): number {
    return this.#deps.clock.now().getTime() + SESSION_SECONDS * 1000
  }

  #sweep(): void {
    for (const id of this.#open.keys()) this.#find(id)
  }

  #show(session: string, { user, group, address, menu }: SignIn): Session {
    const permissions = [...permissionsOf(menu)]
    return { session, user, group, address, timeout: SESSION_SECONDS, menu: [...menu], resource: [], permissions }
  }
}
