/** A 32-bit key of a text under a seed: the same today, tomorrow and on every machine (FNV-1a, then mixed). */
export function keyOf(seed: number, text: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return mix(hash)
}

/** A number from 0 up to 1 that looks like chance and is not: `salt` tells the draws of one key apart. */
export const chance = (key: number, salt: number): number => mix(key + Math.imul(salt, 0x9e3779b1)) / 0x1_0000_0000

/** At least one thing to choose from; a thing named twice is twice as likely. */
export type Choices<T> = readonly [T, ...T[]]

/** One of the choices, by chance. */
export function pick<T>(choices: Choices<T>, key: number, salt: number): T {
  return choices[Math.floor(chance(key, salt) * choices.length)] ?? choices[0]
}

function mix(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
