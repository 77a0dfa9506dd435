import { openDriver, type DriverEnvironment } from '@main/drivers'
import { DriverError, type Driver } from '@main/drivers/driver'
import type { SimulatedDriver } from '@main/drivers/simulated/simulated-driver'
import { systemClock, type Clock } from '@main/kernel/clock'
import type { CellConnection } from '@shared/contract/cell'

/** Time that passes twenty times as fast for whoever waits. */
export const quickClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => systemClock.sleep(ms / 20, signal)
}

const GiB = 2 ** 30

/** A made-up machine; its seed is what it is known by. */
export const machine = (seed: number, more: { cores?: number; memory?: number; disk?: number } = {}) =>
  ({ kind: 'simulated', seed, cores: 16, memory: 64 * GiB, disk: 1024 * GiB, ...more }) as const

/** The way to made-up machines, which a test can cut. */
export class MadeUpHosts {
  readonly #drivers = new Map<number, SimulatedDriver>()
  readonly #cut = new Map<number, string>()
  readonly #silent = new Set<number>()

  /** For `createWorld`. */
  readonly openDriver = async (connection: CellConnection, environment: DriverEnvironment): Promise<Driver> => {
    const driver = await openDriver(connection, environment)
    if (connection.kind !== 'simulated') return driver
    const { seed } = connection
    const reason = this.#cut.get(seed)
    if (reason !== undefined) throw new DriverError(reason, 'unavailable')
    this.#drivers.set(seed, driver as SimulatedDriver)
    return { ...driver, host: async () => (this.#silent.has(seed) ? new Promise<never>(() => {}) : driver.host()) }
  }

  of(seed: number): SimulatedDriver {
    const driver = this.#drivers.get(seed)
    if (!driver) throw new Error(`No machine with seed ${seed} was opened`)
    return driver
  }

  /** From now on a machine refuses every call. */
  cut(seed: number, reason: string): void {
    this.#cut.set(seed, reason)
    this.of(seed).faults.goOffline(reason)
  }

  /** From now on a machine says nothing any more when it is asked for its facts. */
  silence(seed: number): void {
    this.#silent.add(seed)
  }

  mend(seed: number): void {
    this.#cut.delete(seed)
    this.#silent.delete(seed)
  }
}
