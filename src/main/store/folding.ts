import type { Generations } from './generations'
import { reasonOf } from './store-error'
import type { StoreProblem } from './store-problem'

/** Makes folds in the background, one at a time. */
export class Folding {
  readonly #generations: Generations
  readonly #state: () => Uint8Array
  #running: Promise<void> = Promise.resolve()
  #coming: NodeJS.Immediate | undefined
  #problem: StoreProblem | undefined

  constructor(generations: Generations, state: () => Uint8Array) {
    this.#generations = generations
    this.#state = state
  }

  /** Why the last fold failed. The changes are in the journals, which grow. */
  get problem(): StoreProblem | undefined {
    return this.#problem
  }

  /** Folds after the answers that are on their way, if it is worth its while. */
  soon(): void {
    if (this.#coming || !this.#generations.isFoldDue) return
    this.#coming = setImmediate(() => {
      const done = (): void => void (this.#coming = undefined)
      this.now().then(done, done)
    })
  }

  /** Resolves when everything so far is in a snapshot. */
  now(): Promise<void> {
    const fold = this.#running.then(() => this.#fold())
    this.#running = fold.catch(() => undefined)
    return fold
  }

  /** Folds for the last time. If that fails, nothing is lost: the journals have it all. */
  async finish(): Promise<void> {
    clearImmediate(this.#coming)
    await this.now().catch(() => undefined)
  }

  async #fold(): Promise<void> {
    try {
      await this.#generations.fold(this.#state)
      this.#problem = undefined
    } catch (cause) {
      this.#problem = { path: this.#generations.path, message: `No new snapshot could be written: ${reasonOf(cause)}` }
      throw cause
    }
  }
}
