import type { Duplex } from 'node:stream'
import { Keyboard } from './keyboard'
import type { RfbSession } from './rfb/rfb-session'
import { openRfbStream } from './rfb/rfb-stream'
import type { SimulatedConsole } from './simulated-consoles'
import { SimulatedTty, type TtyDeps } from './simulated-tty'
import { TextScreen } from './text-screen'

/** What a guest shows, and the viewers who look at it. */
export class SimulatedScreen implements SimulatedConsole {
  readonly #deps: TtyDeps
  readonly #text = new TextScreen()
  readonly tty: SimulatedTty
  readonly #viewers = new Set<RfbSession>()

  constructor(deps: TtyDeps) {
    this.#deps = deps
    this.tty = new SimulatedTty(this.#text, deps)
  }

  get watched(): boolean {
    return this.#viewers.size > 0
  }

  open(): Duplex {
    const keyboard = new Keyboard()
    const { session, stream } = openRfbStream({
      framebuffer: this.#text.framebuffer,
      name: this.#deps.facts().spec.name,
      onKey: (keysym, down) => {
        const stroke = keyboard.press(keysym, down)
        if (stroke) this.tty.type(stroke)
      },
      onAlone: () => this.endViewers(session),
      onEnd: () => this.#viewers.delete(session)
    })
    this.#viewers.add(session)
    return stream
  }

  endViewers(but?: RfbSession): void {
    for (const viewer of [...this.#viewers]) if (viewer !== but) viewer.end()
  }
}
