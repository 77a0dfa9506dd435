/** Does the work for each item, at most `most` at a time; begins no more once it is told to stop. */
export async function eachOf<T>(
  items: Iterable<T>,
  { most, signal }: { readonly most: number; readonly signal: AbortSignal },
  work: (item: T) => Promise<void>
): Promise<void> {
  const rest = items[Symbol.iterator]()
  const next = async (): Promise<void> => {
    for (let item = rest.next(); !item.done && !signal.aborted; item = rest.next()) await work(item.value)
  }
  await Promise.all(Array.from({ length: most }, next))
}
