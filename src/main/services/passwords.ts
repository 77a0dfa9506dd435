import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'

/** 32 MiB and about 80 ms a guess (OWASP Password Storage Cheat Sheet, scrypt: N=2^15, r=8, p=3). */
const cost = { N: 1 << 15, r: 8, p: 3, maxmem: 64 << 20 } as const satisfies ScryptOptions
const LENGTH = 32

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** A password as it is kept: `scrypt$N$r$p$salt$key`, so that a later cost does not lock anybody out. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, LENGTH, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$')
}

/** Takes as long without a kept password, so that an unknown user cannot be told from a wrong password. */
export async function verifyPassword(password: string, kept: string | undefined): Promise<boolean> {
  const [, n, r, p, salt, key] = (kept ?? '').split('$')
  const expected = Buffer.from(key ?? '', 'base64')
  const options = kept === undefined ? cost : { ...cost, N: Number(n), r: Number(r), p: Number(p) }
  const found = await derive(password, Buffer.from(salt ?? '', 'base64'), LENGTH, options)
  return expected.length === LENGTH && timingSafeEqual(found, expected)
}
