import type { Clock } from './clock'

/**
 * Runs `work` at once and then `ms` after each end, so never twice at a time; what it throws is told to `failed` and
 * ends nothing. The function that is given back ends it, and resolves when no work runs any more.
 */
export function repeat(
  clock: Clock,
  ms: number,
  work: () => unknown,
  failed: (cause: unknown) => void
): () => Promise<void> {
  const ending = new AbortController()
  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        await work()
      } catch (cause) {
        failed(cause)
      }
      await clock.sleep(ms, ending.signal).catch(() => undefined)
    }
  }
  const ended = run()
  return () => {
    ending.abort()
    return ended
  }
}
