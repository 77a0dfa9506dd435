/** Addresses as numbers, both ends included; `taken` is how many of them are not to be had. */
export interface Stretch {
  readonly first: number
  readonly last: number
  readonly taken: number
}

/**
 * A free address of the first range that has one (api/semantics 3.5): from a random place in it straight on, around
 * its end. `random` gives a whole number from 0 to below its argument. Undefined when no range has one.
 */
export function chooseAddress(
  ranges: Iterable<Stretch>,
  isTaken: (address: number) => boolean,
  random: (below: number) => number
): number | undefined {
  for (const { first, last, taken } of ranges) {
    const capacity = last - first + 1
    if (taken >= capacity) continue
    const offset = random(capacity)
    for (let step = 0; step < capacity; step++) {
      const address = first + ((offset + step) % capacity)
      if (!isTaken(address)) return address
    }
  }
  return undefined
}
