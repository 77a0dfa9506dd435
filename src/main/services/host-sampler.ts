import { setImmediate } from 'node:timers/promises'
import type { Clock } from '@main/kernel/clock'
import type { Logger } from '@main/kernel/logger'
import type { Hypervisors } from './hypervisors'

interface Deps {
  readonly hypervisors: Hypervisors
  /** What else is asked of a cell that is there, once a round. */
  readonly alsoAsk: (cell: string) => Promise<void>
  readonly clock: Clock
  readonly log: Logger
}

const EVERY_MS = 2_000
/** A lost cell is tried again every so many rounds: opening a driver may start programs. */
const LOST_ROUNDS = 5
/** Cells that are asked in one turn of the main loop. */
const AT_ONCE = 4

/** Asks every cell for its facts, again and again, so that whoever wants them need not wait for any cell. */
export class HostSampler {
  readonly #deps: Deps
  readonly #over = new AbortController()
  #ended: Promise<void> | undefined

  constructor(deps: Deps) {
    this.#deps = deps
  }

  start(): void {
    this.#ended ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#over.abort()
    await this.#ended
  }

  async #run(): Promise<void> {
    const { clock } = this.#deps
    const { signal } = this.#over
    for (let round = 1; ; round++) {
      await clock.sleep(EVERY_MS, signal).catch(() => undefined)
      if (signal.aborted) return
      await this.#look(round % LOST_ROUNDS === 0)
    }
  }

  /** Waits for no cell: the next round passes over one that is still being asked. */
  async #look(lostToo: boolean): Promise<void> {
    const { hypervisors, alsoAsk, log } = this.#deps
    for (const [index, name] of hypervisors.names().entries()) {
      if (this.#over.signal.aborted) return
      const failed = (cause: unknown): void => log.error(`looking at cell ${name}`, cause)
      const { alive } = hypervisors.stateOf(name)
      if (lostToo || alive) hypervisors.refresh(name).catch(failed)
      if (alive) alsoAsk(name).catch(failed)
      if (index % AT_ONCE === AT_ONCE - 1) await setImmediate()
    }
  }
}
