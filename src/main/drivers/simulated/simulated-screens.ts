import type { Duplex } from 'node:stream'
import type { Clock } from '@main/kernel/clock'
import type { PowerWish, SimulatedGuest } from './simulated-guest'
import { SimulatedScreen } from './simulated-screen'

/** How many screens that nobody looks at keep what is on them. */
const KEPT = 16

interface OpenOptions {
  readonly guest: SimulatedGuest
  readonly address: string
  readonly press: (wish: PowerWish) => void
}

/** The screens of a host's guests. One is made when somebody looks, so that guests nobody looks at cost nothing. */
export class SimulatedScreens {
  /** The one looked at last comes last. */
  readonly #screens = new Map<string, SimulatedScreen>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  open({ guest, address, press }: OpenOptions): Duplex {
    const clock = this.#clock
    const { id } = guest.spec
    const facts = () => ({ spec: guest.live, since: guest.since, disks: guest.disks, address, now: clock.now() })
    const screen = this.#screens.get(id) ?? new SimulatedScreen({ clock, facts, press })
    this.#screens.delete(id)
    this.#dropOldest()
    this.#screens.set(id, screen)
    if (guest.power === 'failed') screen.halted(guest.reason)
    return screen.open()
  }

  boot(id: string): void {
    this.#screens.get(id)?.boot()
  }

  goingDown(id: string, wish: PowerWish): void {
    this.#screens.get(id)?.goingDown(wish)
  }

  halted(id: string, reason: string): void {
    this.#screens.get(id)?.halted(reason)
  }

  /** Nobody can look any more. */
  end(id: string): void {
    this.#screens.get(id)?.end()
    this.#screens.delete(id)
  }

  #dropOldest(): void {
    const unwatched = [...this.#screens].filter(([, screen]) => !screen.watched)
    for (const [id, screen] of unwatched.slice(0, Math.max(0, unwatched.length - KEPT + 1))) {
      screen.end()
      this.#screens.delete(id)
    }
  }
}
