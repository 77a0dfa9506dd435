import { vi } from 'vitest'

/** Gives the first true-ish answer of `look`, or fails by saying what never came. */
export const until = <T>(what: string, look: () => T): Promise<NonNullable<T>> =>
  vi.waitFor(
    () => {
      const seen = look()
      if (!seen) throw new Error(`Waited in vain for ${what}`)
      return seen
    },
    { timeout: 15_000, interval: 5 }
  )
