import type { CallTiming } from '@shared/contract/diagnostics'
import { localTime } from '@shared/text/time'
import { DriverError, type Driver, type DriverFault } from '@main/drivers/driver'
import type { Clock } from '@main/kernel/clock'

/** So many of the latest durations of a call are remembered. */
const REMEMBERED = 256
const LONGEST_ERROR = 500
/** What a driver answers in these words is no failure of its host. */
const answers: readonly DriverFault[] = ['unknown_guest', 'wrong_state', 'cancelled']
/** Not a question to the host. */
const unmeasured = new Set(['onChange', 'close'])

interface Calls {
  underWay: number
  count: number
  failed: number
  /** Milliseconds, the oldest overwritten first. */
  readonly durations: number[]
  lastError: string
  lastErrorTime: string
}
type Work = (...args: unknown[]) => unknown

/** How long the calls to each cell take, measured at the driver itself. */
export class CallTimings {
  readonly #clock: Clock
  readonly #cells = new Map<string, Map<string, Calls>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The same driver, with its calls measured. */
  watch(cell: string, driver: Driver): Driver {
    const calls = this.#cells.get(cell) ?? new Map<string, Calls>()
    this.#cells.set(cell, calls)
    return this.#measured(driver, '', calls)
  }

  /** Of the cells that there are, by cell and call; the others are forgotten. */
  list(cells: readonly string[]): CallTiming[] {
    for (const cell of this.#cells.keys()) if (!cells.includes(cell)) this.#cells.delete(cell)
    return [...this.#cells.keys()]
      .toSorted()
      .flatMap((cell) =>
        [...(this.#cells.get(cell) ?? [])]
          .toSorted(([one], [other]) => (one < other ? -1 : 1))
          .map(([call, calls]) => shown(cell, call, calls))
      )
  }

  #measured<Facet extends object>(facet: Facet, prefix: string, calls: Map<string, Calls>): Facet {
    const known = new Map<unknown, unknown>()
    const wrapped = (name: string, value: object): unknown => {
      if (typeof value !== 'function') return this.#measured(value, `${name}.`, calls)
      const work = value.bind(facet) as Work
      return unmeasured.has(name) ? work : this.#timed(work, name, calls)
    }
    return new Proxy(facet, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key)
        if (value !== Object(value)) return value
        if (!known.has(value)) known.set(value, wrapped(`${prefix}${String(key)}`, value as object))
        return known.get(value)
      }
    })
  }

  #timed(work: Work, call: string, calls: Map<string, Calls>): Work {
    return async (...args) => {
      const its = calls.get(call) ?? {
        underWay: 0,
        count: 0,
        failed: 0,
        durations: [],
        lastError: '',
        lastErrorTime: ''
      }
      calls.set(call, its)
      const begun = performance.now()
      its.underWay += 1
      try {
        return await work(...args)
      } catch (cause) {
        if (!(cause instanceof DriverError && answers.includes(cause.fault))) {
          its.failed += 1
          its.lastError = String((cause as Error).message).slice(0, LONGEST_ERROR)
          its.lastErrorTime = localTime(this.#clock.now())
        }
        throw cause
      } finally {
        its.underWay -= 1
        its.durations[its.count % REMEMBERED] = performance.now() - begun
        its.count += 1
      }
    }
  }
}

function shown(cell: string, call: string, calls: Calls): CallTiming {
  const { underWay, count, failed, durations, lastError, lastErrorTime } = calls
  const sorted = durations.toSorted((one, other) => one - other)
  const at = (part: number): number =>
    Math.round((sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0) * 10) / 10
  return {
    ...{ cell, call, under_way: underWay, count, failed, median: at(0.5), p95: at(0.95) },
    ...{ last_error: lastError, last_error_time: lastErrorTime }
  }
}
