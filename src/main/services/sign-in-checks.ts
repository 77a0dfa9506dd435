import { fail } from '@shared/contract/errors'
import type { Clock } from '@main/kernel/clock'
import type { UserRecord, UserRepository } from '@main/store/repositories/user-repository'
import { matches, type Passwords } from './passwords'

interface Deps {
  readonly users: Pick<UserRepository, 'find'>
  readonly passwords: Passwords
  readonly clock: Clock
}

interface Failures {
  readonly count: number
  /** When the last one was, in milliseconds since 1970. */
  readonly time: number
}

/** Everybody mistypes: the first failures cost no wait, then each doubles it from one second. */
const FREE = 2
const LOCKED_AFTER = 10
/** How long ten failures lock a name, and how long any failure is remembered. */
const LOCK_MS = 15 * 60_000

/** The rules, for people. */
export const signInRules = { free: FREE, locked_after: LOCKED_AFTER, lock_seconds: LOCK_MS / 1000 }

/**
 * Checks the passwords of users, slower with every failure of a name until it is locked for a while. Names of nobody
 * are treated alike, so that nothing tells who exists.
 */
export class SignInChecks {
  readonly #deps: Deps
  /** By name, the one that failed longest ago first. As each took a check, there are never many. */
  readonly #failures = new Map<string, Failures>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The user whose password it is; undefined for a wrong one. Refuses with SIGN_IN_LOCKED while the name has to wait. */
  check(name: string, password: string): Promise<UserRecord | undefined> {
    this.#refuseIfEarly(name)
    return this.#deps.passwords.inTurn(async () => {
      this.#refuseIfEarly(name)
      const user = this.#deps.users.find(name)
      const isRight = await matches(password, user?.password)
      // What was changed meanwhile counts: a deleted user is nobody, and an old password is wrong.
      if (isRight && this.#deps.users.find(name)?.password === user?.password) {
        this.#failures.delete(name)
        return user
      }
      this.#fail(name)
      return undefined
    })
  }

  /** Forgets the failures of a name, as when it gets a new password. */
  forgive(name: string): void {
    this.#failures.delete(name)
  }

  #refuseIfEarly(name: string): void {
    const { count, time } = this.#failures.get(name) ?? { count: 0, time: 0 }
    const wait = time + waitAfter(count) - this.#deps.clock.now().getTime()
    if (wait > 0) fail('SIGN_IN_LOCKED', { seconds: Math.ceil(wait / 1000) })
  }

  #fail(name: string): void {
    const time = this.#deps.clock.now().getTime()
    for (const [other, failures] of this.#failures) {
      if (time - failures.time < LOCK_MS) break
      this.#failures.delete(other)
    }
    const count = (this.#failures.get(name)?.count ?? 0) + 1
    this.#failures.delete(name)
    this.#failures.set(name, { count, time })
  }
}

/** Milliseconds that a name waits after so many failures. */
function waitAfter(count: number): number {
  if (count >= LOCKED_AFTER) return LOCK_MS
  return count <= FREE ? 0 : 2 ** (count - FREE - 1) * 1000
}
