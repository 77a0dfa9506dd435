import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '@main/kernel/clock'
import type { EventBus } from '@main/kernel/event-bus'
import type { Revisions } from '@main/kernel/revision'
import type { Logger } from '@main/kernel/logger'
import type { Database } from '@main/store/database'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import type { CellRecord, PoolRepository } from '@main/store/repositories/pool-repository'
import type { Driver, GuestSpec } from '@main/drivers/driver'
import type { GuestLocks } from './guest-locks'
import type { GuestRemoval } from './guest-removal'
import type { GuestSpecs } from './guest-specs'
import type { GuestView } from './guest-view'
import type { CellState } from './hypervisors'
import type { LiveState } from './live-state'
import type { SystemReset } from './system-reset'
import { toCell } from './to-cell'
import type { Volumes } from './volumes'

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly guests: GuestRepository
  readonly specs: GuestSpecs
  readonly live: LiveState
  readonly view: GuestView
  readonly locks: GuestLocks
  readonly removal: GuestRemoval
  readonly volumes: Volumes
  readonly resets: SystemReset
  readonly bus: EventBus
  readonly revisions: Revisions
  readonly clock: Clock
  readonly log: Logger
}

/** A guest on its cell: what that has of it, if anything, and what it should have. */
interface Place {
  readonly driver: Driver
  readonly there: GuestSpec | undefined
  readonly spec: GuestSpec
}

/**
 * Compares what a cell has with what is remembered. The cell is right about what runs, the store about how guests are
 * configured; a guest that the store does not know is told of, one that the cell does not know has failed.
 */
export class Reconciler {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Takes in what a cell that came or went means for its guests, and tells the windows. */
  async cellChanged({ name }: CellRecord, state: CellState): Promise<void> {
    const { pools, guests, view, bus, revisions } = this.#deps
    if (state.alive) await this.#compare(name, state.driver)
    const cell = pools.findCell(name)
    if (cell) bus.publish('cell.changed', toCell(cell, state, revisions.next()))
    for (const guest of guests.listByCell(name)) bus.publish('guest.changed', view.of(guest))
  }

  async #compare(cell: string, driver: Driver): Promise<void> {
    const { guests, specs, live, locks, log } = this.#deps
    const found = new Map((await driver.guests.list()).map((guest) => [guest.spec.id, guest]))
    const remembered = guests.listByCell(cell)
    const specOf = specs.on(cell)
    this.#forgetStarts(remembered.filter((guest) => guest.started_with && found.get(guest.id)?.power === 'stopped'))
    for (const guest of remembered) {
      const there = found.get(guest.id)
      found.delete(guest.id)
      if (there) live.set(guest.id, there)
      // Whoever works on it, ends it.
      if (locks.holder(guest.id) !== undefined) continue
      await this.#settle(guest, { driver, there: there?.spec, spec: specOf(guest) }).catch((cause: unknown) =>
        log.error(`settling guest ${guest.name}`, cause)
      )
    }
    for (const { spec } of found.values()) log.warn(`cell ${cell} has a guest that is not remembered`, { id: spec.id })
  }

  /** Ends what the application's end, or the loss of the cell, has cut off. */
  async #settle(guest: GuestRecord, place: Place): Promise<void> {
    const { driver } = place
    if (guest.deleting) await this.#deps.removal.finish(guest, driver)
    else if (!guest.created) await this.#undo(guest, driver)
    else if (place.there) await this.#takeOver(guest, place)
    else if (guest.error === '') this.#fail(guest, `cell "${guest.cell}" does not have its files any more`)
  }

  /** Whatever was cut off, the disks are as their cell says; a system reset is done again. */
  async #takeOver(guest: GuestRecord, { driver, there, spec }: Place): Promise<void> {
    const { volumes, resets } = this.#deps
    if (guest.resetting) resets.goOn(guest)
    else if (!isDeepStrictEqual(there, spec)) await this.#agree(guest, spec, driver)
    await volumes.learn(guest.id, driver, guest)
  }

  /** The application ended, or the cell went away, while it made this guest. */
  async #undo(guest: GuestRecord, driver: Driver): Promise<void> {
    await driver.guests.remove(guest)
    if (guest.error === '')
      this.#fail(guest, 'the application ended while it was being created; what was made of it is removed')
  }

  /** Tells the cell once more of a change that it was not told of, or that was not saved here. */
  async #agree({ name }: GuestRecord, spec: GuestSpec, driver: Driver): Promise<void> {
    await driver.guests
      .define(spec)
      .catch((cause: unknown) => this.#deps.log.error(`guest ${name} cannot be defined again`, cause))
  }

  /** Guests that are off start with what they are configured with. */
  #forgetStarts(off: readonly GuestRecord[]): void {
    const { db, guests } = this.#deps
    if (off.length > 0) db.transaction(() => off.forEach(({ id }) => guests.forgetStart(id)))
  }

  #fail({ id, name }: GuestRecord, reason: string): void {
    const { db, guests, clock, log } = this.#deps
    log.warn(`guest ${name}: ${reason}`, { id })
    db.transaction(() => guests.markFailed(id, { error: reason, at: clock.now() }))
  }
}
