import type { Duplex } from 'node:stream'
import type { Clock } from '@main/kernel/clock'
import { bootLines } from './boot-text'
import { GuestShell, type GuestFacts } from './guest-shell'
import { Keyboard } from './keyboard'
import type { RfbSession } from './rfb/rfb-session'
import { openRfbStream } from './rfb/rfb-stream'
import type { PowerWish } from './simulated-guest'
import { TextScreen } from './text-screen'

interface Deps {
  readonly clock: Clock
  readonly facts: () => GuestFacts
  readonly press: (wish: PowerWish) => void
}

/** What a guest shows, and the viewers who look at it. */
export class SimulatedScreen {
  readonly #deps: Deps
  readonly #text = new TextScreen()
  readonly #viewers = new Set<RfbSession>()
  #shell: GuestShell | undefined
  /** Counts boots, so that an older one stops writing when a newer one begins. */
  #boots = 0

  constructor(deps: Deps) {
    this.#deps = deps
    this.boot()
  }

  get watched(): boolean {
    return this.#viewers.size > 0
  }

  /** Gives the viewer's end of a new stream. */
  open(): Duplex {
    const keyboard = new Keyboard()
    const { session, stream } = openRfbStream({
      framebuffer: this.#text.framebuffer,
      name: this.#deps.facts().spec.name,
      onKey: (keysym, down) => {
        const stroke = keyboard.press(keysym, down)
        if (stroke) this.#shell?.type(stroke)
      },
      onAlone: () => this.#endViewers(session),
      onEnd: () => this.#viewers.delete(session)
    })
    this.#viewers.add(session)
    return stream
  }

  /** Comes up: at the speed of a guest that has just started, else at once. */
  boot(): void {
    const boot = ++this.#boots
    this.#shell = undefined
    this.#text.clear()
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
    this.#endViewers()
  }

  async #comeUp(outdated: () => boolean): Promise<void> {
    const { clock, facts, press } = this.#deps
    for (const { at, text, color } of bootLines(facts())) {
      const wait = facts().since + at - clock.now().getTime()
      if (wait > 0) await clock.sleep(wait)
      if (outdated()) return
      this.#text.writeLine(text, color)
    }
    this.#shell = new GuestShell({ screen: this.#text, facts, press })
  }

  /** No more keys; the last words stay. */
  #silence(text: string): void {
    this.#boots++
    this.#shell = undefined
    this.#text.writeLine(`\n${text}`, 'yellow')
  }

  #endViewers(but?: RfbSession): void {
    for (const viewer of [...this.#viewers]) if (viewer !== but) viewer.end()
  }
}
