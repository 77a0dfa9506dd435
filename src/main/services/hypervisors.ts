import type { ComputePool } from '@shared/contract/compute-pool'
import { AppError, fail } from '@shared/contract/errors'
import { DriverError, type Driver, type GuestChange, type HostFacts } from '@main/drivers/driver'
import type { Logger } from '@main/kernel/logger'
import type { CellRecord } from '@main/store/repositories/pool-repository'

/** What is known of a cell: its facts while it is alive, else why it is not. */
export type CellState =
  | { readonly alive: true; readonly driver: Driver; readonly facts: HostFacts }
  | { readonly alive: false; readonly driverKind: string; readonly reason: string }

interface Deps {
  readonly openDriver: (cell: CellRecord) => Promise<Driver>
  readonly onGuestChange: (cell: string, change: GuestChange) => void
  readonly log: Logger
}

/** The open driver of every cell. One bad cell never holds up another. */
export class Hypervisors {
  readonly #deps: Deps
  readonly #cells = new Map<string, CellState>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Opens the driver of a cell and keeps it; a failure is remembered as the cell's state. */
  async connect(cell: CellRecord): Promise<CellState> {
    let state: CellState
    try {
      const driver = await this.#deps.openDriver(cell)
      driver.onChange((change) => this.#deps.onGuestChange(cell.name, change))
      state = { alive: true, driver, facts: await driver.host() }
    } catch (error) {
      if (!(error instanceof DriverError)) this.#deps.log.error(`opening cell ${cell.name}`, error)
      const reason = error instanceof Error ? error.message : String(error)
      state = { alive: false, driverKind: cell.connection.kind, reason }
    }
    this.#cells.set(cell.name, state)
    return state
  }

  stateOf(cell: string): CellState {
    return this.#cells.get(cell) ?? { alive: false, driverKind: '', reason: 'it was never connected' }
  }

  /** The cell's facts of this moment; a cell that has stopped answering becomes not alive. */
  async refresh(cell: string): Promise<CellState> {
    const state = this.stateOf(cell)
    if (!state.alive) return state
    const now = await state.driver.host().then(
      (facts): CellState => ({ ...state, facts }),
      (error: Error): CellState => ({ alive: false, driverKind: state.driver.kind, reason: error.message })
    )
    this.#cells.set(cell, now)
    return now
  }

  /** Runs `work` on the cell's driver; what the driver says no to becomes a refusal that names the cell. */
  async use<T>(cell: string, work: (driver: Driver) => Promise<T>): Promise<T> {
    const state = this.stateOf(cell)
    if (!state.alive) fail('CELL_OFFLINE', { cell, reason: state.reason })
    const { driver } = state
    try {
      return await work(driver)
    } catch (error) {
      throw error instanceof DriverError ? refusalOf(error, cell, driver.kind) : error
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#cells.values()].map((state) => (state.alive ? state.driver.close() : undefined)))
    this.#cells.clear()
  }
}

function refusalOf(error: DriverError, cell: string, driver: string): AppError {
  if (error.fault === 'disk_full')
    return new AppError('DISK_FULL', { path: `cell ${cell}: ${error.message}` }, { cause: error })
  if (error.fault === 'unavailable')
    return new AppError('CELL_OFFLINE', { cell, reason: error.message }, { cause: error })
  return new AppError('DRIVER_FAILED', { cell, driver, reason: error.message }, { cause: error })
}

/** A pool by name, or a refusal. */
export function poolOf(pools: { find(name: string): ComputePool | undefined }, pool: string): ComputePool {
  return pools.find(pool) ?? fail('POOL_NOT_FOUND', { pool })
}
