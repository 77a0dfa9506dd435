import { randomInt } from 'node:crypto'

/** Letters and digits that nobody mistakes for one another. */
const CLEAR = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A new secret that a person can read out and type. */
export const newSecret = (length: number): string =>
  Array.from({ length }, () => CLEAR.charAt(randomInt(CLEAR.length))).join('')
