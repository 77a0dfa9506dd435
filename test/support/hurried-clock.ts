import { systemClock, type Clock } from '@main/kernel/clock'

/** A clock on which everything is so many times as fast, waiting too. */
export function hurriedClock(times: number): Clock {
  const start = Date.now()
  return {
    now: () => new Date(start + (Date.now() - start) * times),
    sleep: (ms, signal) => systemClock.sleep(ms / times, signal)
  }
}
