import type { Clock } from '@main/kernel/clock'

/** Waits for `work`, but not longer than `ms`; rejects only as `work` does. */
export async function within(ms: number, clock: Clock, work: Promise<unknown>): Promise<void> {
  const done = new AbortController()
  await Promise.race([work, clock.sleep(ms, done.signal)]).finally(() => done.abort())
}
