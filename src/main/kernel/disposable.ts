export type Dispose = () => void

/** Collects clean-up work and runs it in reverse order, once. */
export class Disposables {
  readonly #stack: (() => unknown)[] = []

  add(dispose: () => unknown): void {
    this.#stack.push(dispose)
  }

  async dispose(): Promise<void> {
    for (const dispose of this.#stack.splice(0).reverse()) await dispose()
  }
}
