import type { Clock } from '@main/kernel/clock'
import { bootLines } from './boot-text'
import { GuestShell, type GuestFacts } from './guest-shell'
import type { Stroke } from './keyboard'
import type { PowerWish } from './simulated-guest'
import type { Paper } from './text-screen'

export interface TtyDeps {
  readonly clock: Clock
  readonly facts: () => GuestFacts
  readonly press: (wish: PowerWish) => void
}

/** What a made-up guest writes on one of its consoles, and its answers to what is typed there. */
export class SimulatedTty {
  readonly #paper: Paper
  readonly #deps: TtyDeps
  #shell: GuestShell | undefined
  /** Counts boots, so that an older one stops writing when a newer one begins. */
  #boots = 0

  constructor(paper: Paper, deps: TtyDeps) {
    this.#paper = paper
    this.#deps = deps
    this.boot()
  }

  type(stroke: Stroke): void {
    this.#shell?.type(stroke)
  }

  /** Comes up: at the speed of a guest that has just started, else at once. */
  boot(): void {
    const boot = ++this.#boots
    this.#shell = undefined
    this.#paper.clear()
    void this.#comeUp(() => boot !== this.#boots)
  }

  goingDown(wish: PowerWish): void {
    this.#silence(wish === 'shutdown' ? 'The system is going down.' : 'The system is going to reboot.')
  }

  halted(reason: string): void {
    this.#silence(`Halted: ${reason}`)
  }

  end(): void {
    this.#boots++
  }

  async #comeUp(outdated: () => boolean): Promise<void> {
    const { clock, facts, press } = this.#deps
    for (const { at, text, color } of bootLines(facts())) {
      const wait = facts().since + at - clock.now().getTime()
      if (wait > 0) await clock.sleep(wait)
      if (outdated()) return
      this.#paper.writeLine(text, color)
    }
    this.#shell = new GuestShell({ screen: this.#paper, facts, press })
  }

  /** No more keys; the last words stay. */
  #silence(text: string): void {
    this.#boots++
    this.#shell = undefined
    this.#paper.writeLine(`\n${text}`, 'yellow')
  }
}
