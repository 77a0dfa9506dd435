import type { Duplex } from 'node:stream'
import type { Clock } from '@main/kernel/clock'
import type { PowerWish, SimulatedGuest } from './simulated-guest'
import type { SimulatedTty, TtyDeps } from './simulated-tty'

/** How many consoles that nobody looks at keep what is on them. */
const KEPT = 16

/** A way to look at a guest and to type into it: its screen, or its serial line. */
export interface SimulatedConsole {
  readonly tty: SimulatedTty
  readonly watched: boolean
  /** Gives the viewer's end of a new stream. */
  open(): Duplex
  /** Ends the streams of all viewers. */
  endViewers(): void
}

interface OpenOptions {
  readonly guest: SimulatedGuest
  readonly address: string
  readonly press: (wish: PowerWish) => void
}

/** The consoles of one kind of a host's guests. One is made when somebody looks, so that guests nobody looks at cost nothing. */
export class SimulatedConsoles {
  /** The one looked at last comes last. */
  readonly #consoles = new Map<string, SimulatedConsole>()
  readonly #clock: Clock
  readonly #make: (deps: TtyDeps) => SimulatedConsole

  constructor(clock: Clock, make: (deps: TtyDeps) => SimulatedConsole) {
    this.#clock = clock
    this.#make = make
  }

  open({ guest, address, press }: OpenOptions): Duplex {
    const clock = this.#clock
    const { id } = guest.spec
    const facts = () => ({ spec: guest.live, since: guest.since, disks: guest.disks, address, now: clock.now() })
    const console = this.#consoles.get(id) ?? this.#make({ clock, facts, press })
    this.#consoles.delete(id)
    this.#dropOldest()
    this.#consoles.set(id, console)
    if (guest.power === 'failed') console.tty.halted(guest.reason)
    return console.open()
  }

  boot(id: string): void {
    this.#consoles.get(id)?.tty.boot()
  }

  goingDown(id: string, wish: PowerWish): void {
    this.#consoles.get(id)?.tty.goingDown(wish)
  }

  halted(id: string, reason: string): void {
    this.#consoles.get(id)?.tty.halted(reason)
  }

  /** Nobody can look any more. */
  end(id: string): void {
    const console = this.#consoles.get(id)
    console?.tty.end()
    console?.endViewers()
    this.#consoles.delete(id)
  }

  #dropOldest(): void {
    const unwatched = [...this.#consoles].filter(([, { watched }]) => !watched)
    for (const [id] of unwatched.slice(0, Math.max(0, unwatched.length - KEPT + 1))) this.end(id)
  }
}
