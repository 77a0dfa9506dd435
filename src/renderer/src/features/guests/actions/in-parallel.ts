/** Works on all items, so many at a time. After an abort no further one is begun. Work must not throw. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  { limit, signal }: { readonly limit: number; readonly signal: AbortSignal }
): Promise<void> {
  const rest = items.values()
  const worker = async (): Promise<void> => {
    while (!signal.aborted) {
      const { done, value } = rest.next()
      if (done) return
      await work(value)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
}
