/**
 * A number that only grows, also over restarts: it starts at the present microsecond. Every state sent to
 * a window carries one, so that an older state never overwrites a newer one.
 */
export class Revisions {
  #last = Date.now() * 1000

  next(): number {
    return ++this.#last
  }
}
