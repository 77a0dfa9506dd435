import type { InstanceCounts } from '@shared/contract/status'
import type { Notice } from '@shared/contract/wire'
import type { EventBus } from '@main/kernel/event-bus'
import type { GuestRepository, GuestSize } from '@main/store/repositories/guest-repository'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import type { Wanted } from './placement'

interface Deps {
  readonly pools: PoolRepository
  readonly guests: GuestRepository
  readonly bus: EventBus
}

/** What one guest adds to its cell. */
interface Part {
  readonly cell: string
  readonly state: 'stopped' | 'running' | 'migrating'
  readonly promised: Wanted
}

interface CellFigures {
  stopped: number
  running: number
  migrating: number
  promised: Wanted
}

/** A cell as figures know it. */
export interface KnownCell {
  readonly name: string
  readonly pool: string
  readonly enabled: boolean
}

const nothing: CellFigures = { stopped: 0, running: 0, migrating: 0, promised: { cores: 0, memory: 0, disk: 0 } }

/**
 * How many guests every cell has and what they are configured with: counted once, then kept up to date by the news
 * that windows are told too, so that a look costs the same however many guests there are.
 */
export class FleetFigures {
  readonly #parts = new Map<string, Part>()
  readonly #figures = new Map<string, CellFigures>()
  readonly #cells = new Map<string, KnownCell>()
  readonly #pools = new Map<string, boolean>()

  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Counts what is in the store, and hears of every change from then on. */
  start(): void {
    const { pools, guests, bus } = this.#deps
    for (const { name, enabled } of pools.list()) this.#pools.set(name, enabled)
    for (const { name, pool, enabled } of pools.listCells()) this.#cells.set(name, { name, pool, enabled })
    // What runs is news of its cell, which is lost until it has connected.
    for (const guest of guests.listSizes()) this.#put(guest.id, partOf({ ...guest, running: false }))
    bus.subscribe((notice) => this.#learn(notice))
  }

  /** The compute pools by name. */
  pools(): { readonly name: string; readonly enabled: boolean }[] {
    return [...this.#pools].map(([name, enabled]) => ({ name, enabled })).sort(byName)
  }

  /** The cells of one compute pool by name, or of all. */
  cells(pool?: string): KnownCell[] {
    return [...this.#cells.values()]
      .filter((cell) => (pool === undefined ? cell.pool !== '' : cell.pool === pool))
      .sort(byName)
  }

  /** The guests of a cell, each counted once; those of a cell that is lost are lost. */
  instancesOn(cell: string, alive: boolean): InstanceCounts {
    const { stopped, running, migrating } = this.#figures.get(cell) ?? nothing
    return alive ? [stopped, running, 0, migrating] : [0, 0, stopped + running + migrating, 0]
  }

  /** What the guests of a cell are configured with, those being created included. */
  promisedOn(cell: string): Wanted {
    return (this.#figures.get(cell) ?? nothing).promised
  }

  /** Counts a guest that is not yet in the store. Told that it is, or is not, by the news. */
  expect(guest: string, { cell, ...promised }: Wanted & { readonly cell: string }): void {
    this.#put(guest, { cell, state: 'stopped', promised })
  }

  /** A guest that was expected has not come. */
  forget(guest: string): void {
    this.#put(guest, undefined)
  }

  #learn({ name, payload }: Notice): void {
    switch (name) {
      case 'guest.changed':
        return this.#put(payload.id, partOf(payload))
      case 'guest.removed':
        return this.#put(payload.id, undefined)
      case 'cell.changed':
        return void this.#cells.set(payload.name, payload)
      case 'cell.removed':
        return void this.#cells.delete(payload.name)
      case 'compute_pool.changed':
        return void this.#pools.set(payload.name, payload.enabled)
      case 'compute_pool.removed':
        return void this.#pools.delete(payload.name)
      default:
    }
  }

  #put(id: string, part: Part | undefined): void {
    const before = this.#parts.get(id)
    if (before) this.#add(before, -1)
    if (part) {
      this.#add(part, 1)
      this.#parts.set(id, part)
    } else this.#parts.delete(id)
  }

  #add({ cell, state, promised }: Part, sign: 1 | -1): void {
    const figures = this.#figures.get(cell) ?? { ...nothing }
    figures[state] += sign
    figures.promised = {
      cores: figures.promised.cores + sign * promised.cores,
      memory: figures.promised.memory + sign * promised.memory,
      disk: figures.promised.disk + sign * promised.disk
    }
    if (figures.stopped + figures.running + figures.migrating === 0) this.#figures.delete(cell)
    else this.#figures.set(cell, figures)
  }
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : Number(a.name > b.name)

/** A failed creation is no guest; one being created counts as stopped (api/semantics 2.4). */
function partOf(guest: GuestSize & { readonly running: boolean }): Part | undefined {
  if (!guest.created && guest.error !== '') return undefined
  const { cell, cores, memory, total_disk: disk } = guest
  const state = guest.migrating ? 'migrating' : guest.running ? 'running' : 'stopped'
  return { cell, state, promised: { cores, memory, disk } }
}
