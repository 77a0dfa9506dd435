import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

const ROUNDS = 5_000
/** The loop of this process goes on after so many rounds. */
const SLICE = 500
const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SIZE = 64

/**
 * The hash of a password as /etc/shadow keeps it (`$6$`, the algorithm of U. Drepper that glibc and others use).
 * `salt` is up to 16 characters of `./0-9A-Za-z`.
 */
export async function sha512Crypt(password: string, salt: string): Promise<string> {
  const [key, grain] = [Buffer.from(password), Buffer.from(salt)]
  const start = firstDigest(key, grain)
  const keys = repeated(digest(...Array<Buffer>(key.length).fill(key)), key.length)
  const grains = repeated(digest(...Array<Buffer>(16 + (start[0] ?? 0)).fill(grain)), grain.length)
  let sum = start
  for (let round = 0; round < ROUNDS; round++) {
    if (round % SLICE === 0) await setImmediate()
    const odd = round % 2 === 1
    const parts = [odd ? keys : sum, round % 3 === 0 ? undefined : grains, round % 7 === 0 ? undefined : keys]
    sum = digest(...parts.filter((part) => part !== undefined), odd ? sum : keys)
  }
  return `$6$${salt}$${encode(sum)}`
}

function firstDigest(key: Buffer, salt: Buffer): Buffer {
  const inner = digest(key, salt, key)
  const parts = [key, salt, repeated(inner, key.length)]
  for (let bits = key.length; bits > 0; bits >>= 1) parts.push(bits % 2 === 1 ? inner : key)
  return digest(...parts)
}

function digest(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha512')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const repeated = (bytes: Buffer, length: number): Buffer => Buffer.alloc(length, bytes)

/** Three bytes make four characters, the lowest bits first; which three is a rule of its own, and the last byte is alone. */
function encode(sum: Buffer): string {
  const at = (index: number): number => sum[index] ?? 0
  let text = ''
  let places: readonly [number, number, number] = [0, 21, 42]
  for (let group = 0; group < 21; group++) {
    const [high, middle, low] = places
    text += characters((at(high) << 16) | (at(middle) << 8) | at(low), 4)
    places = [middle + 1, low + 1, high + 1]
  }
  return text + characters(at(SIZE - 1), 2)
}

const characters = (bits: number, count: number): string =>
  Array.from({ length: count }, (_, index) => ALPHABET[(bits >> (6 * index)) & 63]).join('')
