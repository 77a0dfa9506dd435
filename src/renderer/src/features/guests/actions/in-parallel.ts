interface Pace {
  /** So many at a time. */
  readonly limit: number
  /** Once false, no further item is begun. */
  readonly goOn: () => boolean
}

/** Works on all items, some at a time. Work must not throw. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  { limit, goOn }: Pace
): Promise<void> {
  const rest = items.values()
  const worker = async (): Promise<void> => {
    for (const item of rest) {
      if (!goOn()) return
      await work(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
}
