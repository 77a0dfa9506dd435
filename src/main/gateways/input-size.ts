/** How much one call may carry, in bytes. */
export const MAX_INPUT = 1 << 20

/** Says whether a value's letters, keys and numbers, about the bytes of its JSON, are more than a call may carry. */
export function isTooLarge(input: unknown): boolean {
  const waiting = [input]
  let size = 0
  while (waiting.length > 0 && size <= MAX_INPUT) {
    const value = waiting.pop()
    size += 1
    if (typeof value === 'string') size += value.length
    else if (ArrayBuffer.isView(value)) size += value.byteLength
    else if (Array.isArray(value)) {
      // A comma each; so that a long list is refused before it is walked.
      size += value.length
      if (size <= MAX_INPUT) for (const part of value) waiting.push(part)
    } else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) {
        size += key.length
        waiting.push(part)
      }
  }
  return size > MAX_INPUT
}
