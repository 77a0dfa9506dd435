import type { Guest } from '@shared/contract/guest'
import type { EventBus } from '@main/kernel/event-bus'

/** Which guests, or which of those that `counts` is true for, run where: known by the news that windows are told too, so that nobody looks through all guests. */
export class RunningGuests {
  readonly #cells = new Map<string, Set<string>>()
  readonly #cellOf = new Map<string, string>()
  readonly #counts: (guest: Guest) => boolean

  constructor(counts: (guest: Guest) => boolean = () => true) {
    this.#counts = counts
  }

  /** Hears of every change from now on; what runs is news of its cell, when that connects. */
  start(bus: EventBus): void {
    bus.subscribe(({ name, payload }) => {
      if (name === 'guest.changed')
        this.#put(payload.id, payload.running && this.#counts(payload) ? payload.cell : undefined)
      else if (name === 'guest.removed') this.#put(payload.id, undefined)
    })
  }

  /** Ids of the guests that run on a cell, or did when it was lost. */
  on(cell: string): ReadonlySet<string> {
    return this.#cells.get(cell) ?? nobody
  }

  isRunning(id: string): boolean {
    return this.#cellOf.has(id)
  }

  #put(id: string, cell: string | undefined): void {
    const before = this.#cellOf.get(id)
    if (before === cell) return
    if (before !== undefined) this.#cells.get(before)?.delete(id)
    if (cell === undefined) return void this.#cellOf.delete(id)
    this.#cellOf.set(id, cell)
    const guests = this.#cells.get(cell) ?? new Set()
    this.#cells.set(cell, guests.add(id))
  }
}

const nobody: ReadonlySet<string> = new Set()
