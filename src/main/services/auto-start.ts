import { allow } from '@shared/rules/guest-rules'
import type { Logger } from '@main/kernel/logger'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import { eachOf } from './each-of'
import type { GuestLocks } from './guest-locks'
import type { GuestView } from './guest-view'
import type { InstancePower } from './instance-power'
import type { LiveState } from './live-state'

interface Deps {
  readonly guests: GuestRepository
  readonly live: LiveState
  readonly view: GuestView
  readonly locks: GuestLocks
  readonly power: InstancePower
  readonly log: Logger
}

/** Guests of a cell that start at a time: its computer may just have started too. */
const AT_ONCE = 2

/**
 * Starts the guests that start with their cell: when it connects for the first time since the application has started,
 * all that are off, except those that somebody has switched off here.
 */
export class AutoStart {
  readonly #deps: Deps
  readonly #cells = new Map<string, Promise<void>>()
  readonly #over = new AbortController()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Nobody waits for it: a cell is there before its guests run. */
  cellConnected(cell: string): void {
    if (!this.#cells.has(cell)) this.#cells.set(cell, this.#startAll(cell))
  }

  /** Begins no more, and waits for those that are being started. */
  async close(): Promise<void> {
    this.#over.abort()
    await Promise.all(this.#cells.values())
  }

  async #startAll(cell: string): Promise<void> {
    const { guests, live, log } = this.#deps
    const { signal } = this.#over
    const starting = guests.startingWith(cell)
    const off = guests.listByCell(cell).filter(({ id }) => starting.has(id) && live.of(id).power === 'stopped')
    await eachOf(off, { most: AT_ONCE, signal }, async (guest) => {
      try {
        await this.#start(guest)
        log.info(`guest ${guest.name} has been started with cell ${cell}`, { id: guest.id })
      } catch (cause) {
        log.error(`guest ${guest.name} could not be started with cell ${cell}`, cause)
      }
    })
  }

  async #start(guest: GuestRecord): Promise<void> {
    const { view, locks, power } = this.#deps
    await locks.hold(guest, 'it is being started', async () => {
      const now = view.get(guest.id)
      allow('start', now)
      await power.start(now)
    })
  }
}
