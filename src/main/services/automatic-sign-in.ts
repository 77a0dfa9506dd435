import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { fail } from '@shared/contract/errors'
import type { AutomaticSignIn as Shown } from '@shared/contract/session'
import type { Safe } from '@main/kernel/safe'
import type { Database } from '@main/store/database'
import type { UserRepository } from '@main/store/repositories/user-repository'

interface Deps {
  readonly db: Database
  readonly users: UserRepository
  readonly safe: Safe
}

/**
 * Signing one user in by itself on a personal computer. The safe has a random token, the store its hash; the password
 * is in neither.
 */
export class AutomaticSignIn {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async show(): Promise<Shown> {
    return { reason: await this.#deps.safe.why(), user: this.#deps.users.automatic()?.user ?? '' }
  }

  /** From the next start on this user is signed in, and no other. */
  async switchOn(user: string): Promise<void> {
    const { db, users, safe } = this.#deps
    const reason = await safe.why()
    if (reason !== '') fail(refusals[reason], {})
    const token = randomBytes(32).toString('base64url')
    await safe.write(`${user}\n${token}`)
    db.transaction(() => users.setAutomatic(user, hashOf(token).toString('hex')))
  }

  async switchOff(): Promise<void> {
    const { db, users } = this.#deps
    db.transaction(() => users.setAutomatic('', ''))
    await this.tidyUp()
  }

  /** Part of the transaction that changes a password: who knows only the old one gets in no more. */
  forget(user: string): void {
    const { users } = this.#deps
    if (users.automatic()?.user === user) users.setAutomatic('', '')
  }

  /** Takes a token out of the safe that opens nothing any more. */
  async tidyUp(): Promise<void> {
    if (!this.#deps.users.automatic()) await this.#deps.safe.remove()
  }

  isRight(user: string, token: string): boolean {
    const kept = this.#deps.users.automatic()
    return kept?.user === user && timingSafeEqual(Buffer.from(kept.hash, 'hex'), hashOf(token))
  }
}

const refusals = { no_desktop: 'AUTOMATIC_NO_DESKTOP', no_keyring: 'AUTOMATIC_NO_KEYRING' } as const

/** The token is random, so that nothing slower is needed. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
