import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import { fail } from '@shared/contract/errors'

/** 32 MiB and about 80 ms a guess (OWASP Password Storage Cheat Sheet, scrypt: N=2^15, r=8, p=3). */
const cost = { N: 1 << 15, r: 8, p: 3, maxmem: 64 << 20 } as const satisfies ScryptOptions
const LENGTH = 32

/** Half of Node's four threads, which read and write files too. */
const AT_ONCE = 2
/** About three seconds of waiting; who comes later hears so at once. */
const WAITING = 64

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/**
 * Hashes and checks passwords, few at a time: a crowd at the door takes neither the memory nor the threads that
 * everything else needs. Refuses with SIGN_IN_BUSY when too many wait.
 */
export class Passwords {
  #running = 0
  readonly #waiting: (() => void)[] = []

  /** A password as it is kept: `scrypt$N$r$p$salt$key`, so that a later cost does not lock anybody out. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16)
    const key = await this.inTurn(() => derive(password, salt, LENGTH, cost))
    return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$')
  }

  /** Runs a part that checks a password when its turn has come. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < AT_ONCE) this.#running += 1
    else {
      if (this.#waiting.length >= WAITING) fail('SIGN_IN_BUSY', {})
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }
}

/** Takes as long without a kept password, so that an unknown user cannot be told from a wrong password. */
export async function matches(password: string, kept: string | undefined): Promise<boolean> {
  const [, n, r, p, salt, key] = (kept ?? '').split('$')
  const expected = Buffer.from(key ?? '', 'base64')
  const options = kept === undefined ? cost : { ...cost, N: Number(n), r: Number(r), p: Number(p) }
  const found = await derive(password, Buffer.from(salt ?? '', 'base64'), LENGTH, options)
  return expected.length === LENGTH && timingSafeEqual(found, expected)
}
