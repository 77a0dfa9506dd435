import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Load, PlaceSample } from '@shared/contract/status'
import type { Clock } from '@main/kernel/clock'
import type { Logger } from '@main/kernel/logger'
import { repeat } from '@main/kernel/repeat'
import { rings, UsageFile, type RingName } from '@main/store/usage-file'
import { eachOf } from './each-of'
import type { FleetFigures } from './fleet-figures'
import type { PlaceLoads } from './place-loads'
import { GAP_MS, UsageRings } from './usage-rings'

interface Deps {
  /** The folder with a file per place. */
  readonly folder: string
  readonly figures: FleetFigures
  readonly loads: PlaceLoads
  readonly clock: Clock
  readonly log: Logger
}

/** Everything, a compute pool, or a cell of one. */
interface Place {
  readonly pool?: string | undefined
  readonly cell?: string | undefined
}

/** A killed application has written all but the last minute. */
const SAVE_MS = 60_000
const AT_ONCE = 4

/** The load of everything, of each compute pool and of each cell over the last hour, day and month, as `UsageHistory` keeps that of guests. */
export class PlaceHistory {
  readonly #deps: Deps
  readonly #places = new Map<string, UsageRings>()
  readonly #closing: (() => Promise<void>)[] = []
  #last = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Looks every other second and writes every minute from now on. */
  async start(): Promise<void> {
    const { folder, clock, log } = this.#deps
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const known = new Set([...this.#now().keys()].map(fileOf))
    for (const name of await readdir(folder)) if (!known.has(name)) await rm(join(folder, name), { force: true })
    const failed = (cause: unknown): void => log.error('the load of places', cause)
    this.#closing.push(
      repeat(clock, rings.hour.step, () => this.#take(), failed),
      repeat(clock, SAVE_MS, () => this.#save(), failed)
    )
  }

  /** What is known of a place, oldest first; `step` is in milliseconds. */
  async of(place: Place, ring: RingName): Promise<{ step: number; samples: PlaceSample[] }> {
    const steps = await this.#of(keyOf(place)).steps(ring, this.#deps.clock.now().getTime())
    return {
      step: rings[ring].step,
      samples: steps.map(({ memory: memory_used, ...rest }) => ({ ...rest, memory_used }))
    }
  }

  async close(): Promise<void> {
    for (const end of this.#closing) await end()
    await this.#save()
  }

  #take(): void {
    const time = this.#deps.clock.now().getTime()
    const [from, passed] = [this.#last, time - this.#last]
    this.#last = time
    if (passed <= 0 || passed > GAP_MS) return
    for (const [key, load] of this.#now())
      // Of what is offline nothing is known.
      if (load.max_cpu > 0) this.#of(key).count(from, time, valuesOf(load))
  }

  /** Places that are gone are forgotten, one that is back soon is the same. */
  async #save(): Promise<void> {
    const now = this.#now()
    const whole = new AbortController()
    await eachOf([...this.#places], { most: AT_ONCE, signal: whole.signal }, async ([key, usage]) => {
      if (now.has(key)) return usage.save()
      this.#places.delete(key)
      await usage.remove()
    })
  }

  #now(): Map<string, Load> {
    const { figures, loads } = this.#deps
    return new Map<string, Load>([
      [keyOf({}), loads.zone()],
      ...figures.pools().map((pool) => [keyOf({ pool: pool.name }), loads.pool(pool)] as const),
      ...figures.cells().map((cell) => [keyOf({ cell: cell.name }), loads.cell(cell)] as const)
    ])
  }

  #of(key: string): UsageRings {
    const path = join(this.#deps.folder, fileOf(key))
    const onDamage = (reason: string): void =>
      this.#deps.log.warn(`the load history of a place is lost: ${reason}`, { path })
    const usage = this.#places.get(key) ?? new UsageRings({ file: new UsageFile(path), onDamage })
    this.#places.set(key, usage)
    return usage
  }
}

/** A cell is the same one in another compute pool. */
const keyOf = ({ pool, cell }: Place): string =>
  cell !== undefined ? `cell-${cell}` : pool === undefined ? 'zone' : `pool-${pool}`

/** Some file systems take `Lab` and `lab` for one name. */
const fileOf = (key: string): string => `${key.replaceAll(/[A-Z]/g, (letter) => `+${letter.toLowerCase()}`)}.usage`

const valuesOf = (load: Load) =>
  [
    load.cpu_usage,
    load.max_memory - load.available_memory,
    load.read_speed,
    load.write_speed,
    load.receive_speed,
    load.send_speed
  ] as const
