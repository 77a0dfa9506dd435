import { setTimeout } from 'node:timers/promises'

/** How long a busy computer may take to start or end a program. */
export const START_MS = 30_000

/** Gives the first true-ish answer of `look`, or fails by saying what never came, and what was there instead. */
export async function until<T>(what: string, look: () => T | Promise<T>, timeoutMs = 4_500): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const seen = await look()
    if (seen) return seen
    if (performance.now() > deadline)
      throw new Error(`Waited ${timeoutMs} ms for ${what}; last seen: ${JSON.stringify(seen)}`)
    await setTimeout(5)
  }
}
