/** Makes sure that nothing in a value, which has no loops, can be changed by who shares it. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze)
  return value
}

/** `make`, which remembers what it made of a frozen object: that stays what it is, and so does what is made of it. */
export function onceFrozen<T>(make: (from: unknown) => T): (from: unknown) => T {
  const made = new WeakMap<object, T>()
  return (from) => {
    if (!Object.isFrozen(from) || typeof from !== 'object' || from === null) return make(from)
    const known = made.get(from)
    if (known !== undefined) return known
    const result = freeze(make(from))
    made.set(from, result)
    return result
  }
}
