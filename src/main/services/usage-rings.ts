import { DamagedUsageFile, ringNames, rings, type RingName, type UsageFile } from '@main/store/usage-file'
import { UsageRecords, type UsageValues } from '@main/store/usage-records'

interface Deps {
  readonly file: UsageFile
  /** Told of a file that was damaged, and is gone. */
  readonly onDamage: (reason: string) => void
}

/** With nothing heard for so long a cell is lost (api/semantics 2.2), and so is what was between. */
export const GAP_MS = 10_000

/** The load of one step of a ring: percent, bytes, bytes per second; `time` is where it ends. */
export interface UsageStep {
  readonly time: number
  readonly cpu_usage: number
  readonly memory: number
  readonly read_speed: number
  readonly write_speed: number
  readonly receive_speed: number
  readonly send_speed: number
}

/** A load over the last hour, day and month. In memory is what is not written yet; the rest is in its file. */
export class UsageRings {
  readonly #deps: Deps
  readonly #records: Readonly<Record<RingName, UsageRecords>> = {
    hour: new UsageRecords(),
    day: new UsageRecords(),
    month: new UsageRecords()
  }
  /** Whether the steps that began before this was made are taken over from the file. */
  #joined = false
  #isGone = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Counts a load from one moment to another, in milliseconds since 1970. */
  count(from: number, to: number, values: UsageValues): void {
    for (const ring of ringNames) {
      const length = rings[ring].step
      for (let at = from; at < to;) {
        const step = Math.floor(at / length)
        const end = Math.min(to, (step + 1) * length)
        this.#records[ring].add(step, end - at, values)
        at = end
      }
    }
  }

  /** Writes what is new; only the steps that still go on are kept in memory then. */
  save(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isGone || this.#records.hour.count === 0) return
      await this.#join()
      const newest = ringNames.map((ring) => [ring, this.#records[ring].newest] as const)
      await this.#deps.file.write(this.#records)
      for (const [ring, step] of newest) this.#records[ring].dropBefore(step)
    })
  }

  /** What is known of a ring's steps up to `now`, oldest first. */
  steps(ring: RingName, now: number): Promise<UsageStep[]> {
    return this.#inTurn(async () => {
      await this.#join()
      const { step: length, size } = rings[ring]
      const newest = Math.floor(now / length)
      const found = new Map<number, readonly [UsageRecords, number]>()
      for (const records of [await this.#whole(() => this.#deps.file.read(ring)), this.#records[ring]])
        for (let index = 0; index < records.count; index++)
          if (records.weightOf(index) > 0) found.set(records.stepOf(index), [records, index])
      return [...found]
        .filter(([step]) => step > newest - size && step <= newest)
        .sort(([one], [other]) => one - other)
        .map(([step, [records, index]]) => toStep(Math.min((step + 1) * length, now), records.valuesOf(index)))
    })
  }

  /** Forgets all of it, once what is under way has ended. */
  remove(): Promise<void> {
    this.#isGone = true
    return this.#inTurn(() => this.#deps.file.remove())
  }

  /** What the application before this one knew of the steps with which this begins. */
  async #join(): Promise<void> {
    if (this.#joined) return
    for (const ring of ringNames) {
      const records = this.#records[ring]
      if (records.count === 0) continue
      const step = records.stepOf(0)
      const kept = await this.#whole(() => this.#deps.file.read(ring, step))
      if (kept.count > 0 && kept.weightOf(0) > 0 && kept.stepOf(0) === step)
        records.blend(0, kept.weightOf(0), kept.valuesOf(0))
    }
    this.#joined = this.#records.hour.count > 0
  }

  /** A damaged file is no use, and nobody's fault. */
  async #whole(read: () => Promise<UsageRecords>): Promise<UsageRecords> {
    try {
      return await read()
    } catch (cause) {
      if (!(cause instanceof DamagedUsageFile)) throw cause
      await this.#deps.file.remove()
      this.#deps.onDamage(cause.message)
      return new UsageRecords()
    }
  }

  /** One look at the file at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }
}

const toStep = (
  time: number,
  [cpu_usage, memory, read_speed, write_speed, receive_speed, send_speed]: UsageValues
): UsageStep => ({
  time,
  cpu_usage: rounded(cpu_usage),
  memory: rounded(memory),
  read_speed: rounded(read_speed),
  write_speed: rounded(write_speed),
  receive_speed: rounded(receive_speed),
  send_speed: rounded(send_speed)
})

const rounded = (value: number): number => Math.round(value * 100) / 100
