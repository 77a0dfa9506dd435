/** At most one change per key at a time. A second one is refused, not queued, and told what holds the key. */
export class KeyedLock {
  readonly #held = new Map<string, string>()

  /** Runs `work` while holding `key`; `refuse` is called with what holds it already. */
  async hold<T>(key: string, what: string, refuse: (holder: string) => never, work: () => Promise<T>): Promise<T> {
    const release = this.take(key, what, refuse)
    try {
      return await work()
    } finally {
      release()
    }
  }

  /** As `hold`, for work that ends elsewhere. */
  take(key: string, what: string, refuse: (holder: string) => never): () => void {
    const holder = this.#held.get(key)
    if (holder !== undefined) refuse(holder)
    this.#held.set(key, what)
    return () => this.#held.delete(key)
  }

  holder(key: string): string | undefined {
    return this.#held.get(key)
  }
}
