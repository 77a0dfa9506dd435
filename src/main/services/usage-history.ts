import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { HistorySample } from '@shared/contract/instance'
import { DriverError, type Driver } from '@main/drivers/driver'
import type { Clock } from '@main/kernel/clock'
import type { EventBus } from '@main/kernel/event-bus'
import type { Logger } from '@main/kernel/logger'
import { repeat } from '@main/kernel/repeat'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import { rings, UsageFile, type RingName } from '@main/store/usage-file'
import { eachOf } from './each-of'
import { GuestUsage } from './guest-usage'
import type { Hypervisors } from './hypervisors'
import type { RunningGuests } from './running-guests'

interface Deps {
  /** The folder with a file per guest. */
  readonly folder: string
  readonly guests: GuestRepository
  readonly running: RunningGuests
  readonly hypervisors: Hypervisors
  readonly bus: EventBus
  readonly clock: Clock
  readonly log: Logger
}

/** What a killed application has not written yet; everything is written when it ends. */
const SAVE_MS = 60_000
/** The ten minutes with which a window begins. */
const MINUTES_MS = 600_000
/** Files that are written at a time. */
const AT_ONCE = 4
const SUFFIX = '.usage'

/**
 * The load of all guests over the last hour, day and month. A guest that runs takes less than 4 KiB of memory (40 MB
 * for 10,000), one that does not takes none, and each takes at most 150 KB in its file.
 */
export class UsageHistory {
  readonly #deps: Deps
  readonly #guests = new Map<string, GuestUsage>()
  readonly #asked = new WeakSet<Driver>()
  readonly #closing: (() => Promise<void>)[] = []

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Writes what is new again and again from now on, and clears away what is left of guests that are no more. */
  async start(): Promise<void> {
    const { folder, bus, clock, log } = this.#deps
    await mkdir(folder, { recursive: true, mode: 0o700 })
    bus.subscribe(({ name, payload }) => {
      if (name === 'guest.removed') void this.#forget(payload.id)
    })
    const failed = (what: string) => (cause: unknown) => log.error(what, cause)
    const sweeping = this.#sweep().catch(failed('clearing histories away'))
    const stopSaving = repeat(clock, SAVE_MS, () => this.save(), failed('writing histories'))
    this.#closing.push(async () => void (await Promise.all([sweeping, stopSaving()])))
  }

  /** Asks a cell for the load of its guests, unless it still owes the answer to the question before. */
  async take(cell: string): Promise<void> {
    const { running, hypervisors, clock } = this.#deps
    const state = hypervisors.stateOf(cell)
    const ids = [...running.on(cell)]
    if (!state.alive || ids.length === 0 || this.#asked.has(state.driver)) return
    this.#asked.add(state.driver)
    try {
      const usage = await state.driver.stats.sample(ids.map((id) => ({ id })))
      const time = clock.now().getTime()
      for (const [id, now] of usage) if (running.isRunning(id)) this.#of(id).take(time, now)
    } catch (cause) {
      // A cell that does not answer is told of by whoever looks after it; here it leaves a gap.
      if (!(cause instanceof DriverError)) throw cause
    } finally {
      this.#asked.delete(state.driver)
    }
  }

  /** What is known of a guest, oldest first; `step` is in milliseconds. The last minutes are the end of the hour. */
  async of(id: string, span: RingName | 'minutes'): Promise<{ step: number; samples: HistorySample[] }> {
    const now = this.#deps.clock.now().getTime()
    if (span !== 'minutes') return { step: rings[span].step, samples: await this.#of(id).read(span, now) }
    const { step, samples } = await this.of(id, 'hour')
    return { step, samples: samples.filter(({ time }) => time > now - MINUTES_MS) }
  }

  /** Writes what is new of every guest, and lets go of those that do not run. */
  async save(): Promise<void> {
    const { running, log } = this.#deps
    const failed: unknown[] = []
    const whole = new AbortController()
    await eachOf([...this.#guests], { most: AT_ONCE, signal: whole.signal }, async ([id, usage]) => {
      try {
        const { heard } = usage
        await usage.save()
        if (!running.isRunning(id) && usage.heard === heard) this.#guests.delete(id)
      } catch (cause) {
        failed.push(cause)
      }
    })
    if (failed.length > 0) log.error(`the load of ${failed.length} guests cannot be written`, failed[0])
  }

  async close(): Promise<void> {
    for (const end of this.#closing) await end()
    await this.save()
  }

  #of(id: string): GuestUsage {
    const { folder, log } = this.#deps
    const usage = this.#guests.get(id) ?? this.#open(id, join(folder, id + SUFFIX), log)
    this.#guests.set(id, usage)
    return usage
  }

  #open(id: string, path: string, log: Logger): GuestUsage {
    const onDamage = (reason: string): void => log.warn(`the load history of a guest is lost: ${reason}`, { id, path })
    return new GuestUsage({ file: new UsageFile(path), onDamage })
  }

  async #forget(id: string): Promise<void> {
    const usage = this.#of(id)
    this.#guests.delete(id)
    await usage.remove().catch((cause: unknown) => this.#deps.log.error(`removing the history of guest ${id}`, cause))
  }

  /** Removes files of guests that the application was not there to forget. */
  async #sweep(): Promise<void> {
    const { folder, guests } = this.#deps
    for (const [index, name] of (await readdir(folder)).entries()) {
      if (!guests.ownerOf(name.replace(SUFFIX, ''))) await rm(join(folder, name), { force: true, recursive: true })
      if (index % 100 === 99) await setImmediate()
    }
  }
}
