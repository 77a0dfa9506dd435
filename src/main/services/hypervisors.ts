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
  readonly onGuestChange: (change: GuestChange) => void
  /** Called whenever a cell becomes alive, before anybody uses it, and whenever it is lost. */
  readonly onCellChange: (cell: CellRecord, state: CellState) => Promise<void>
  readonly log: Logger
}

interface Known {
  readonly cell: CellRecord
  state: CellState
  /** While the cell is being opened. */
  opening?: Promise<void>
}

/** The open driver of every cell. One bad cell never holds up another. */
export class Hypervisors {
  readonly #deps: Deps
  readonly #cells = new Map<string, Known>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Opens the driver of a cell and keeps it; a failure is remembered as the cell's state. */
  async connect(cell: CellRecord): Promise<void> {
    const known = this.#cells.get(cell.name) ?? { cell, state: lost(cell, 'it is being connected') }
    this.#cells.set(cell.name, known)
    known.opening ??= this.#open(known).finally(() => delete known.opening)
    await known.opening
  }

  stateOf(cell: string): CellState {
    return this.#cells.get(cell)?.state ?? { alive: false, driverKind: '', reason: 'it was never connected' }
  }

  /** The cell's facts of this moment. One that has stopped answering is lost; a lost one is tried again. */
  async refresh(cell: string): Promise<CellState> {
    const known = this.#cells.get(cell)
    if (!known) return this.stateOf(cell)
    if (!known.state.alive) await this.connect(known.cell)
    else await this.#look(known, known.state.driver)
    return known.state
  }

  async #open(known: Known): Promise<void> {
    const { openDriver, onGuestChange, onCellChange, log } = this.#deps
    const { cell } = known
    const before = known.state
    try {
      const driver = await openDriver(cell)
      const state: CellState = { alive: true, driver, facts: await driver.host() }
      driver.onChange(onGuestChange)
      known.state = state
      await onCellChange(cell, state)
    } catch (error) {
      if (!(error instanceof DriverError)) log.error(`opening cell ${cell.name}`, error)
      const reason = error instanceof Error ? error.message : String(error)
      known.state = lost(cell, reason)
      if (before.alive || before.reason !== reason) await onCellChange(cell, known.state)
    }
  }

  async #look(known: Known, driver: Driver): Promise<void> {
    try {
      known.state = { alive: true, driver, facts: await driver.host() }
    } catch (error) {
      known.state = lost(known.cell, (error as Error).message)
      await driver.close().catch((cause: unknown) => this.#deps.log.error(`closing cell ${known.cell.name}`, cause))
      await this.#deps.onCellChange(known.cell, known.state)
    }
  }

  /** Runs `work` on the cell's driver; what the driver says no to becomes a refusal that names the cell. */
  async use<T>(cell: string, work: (driver: Driver) => Promise<T>): Promise<T> {
    await this.#cells.get(cell)?.opening
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
    const drivers = [...this.#cells.values()].flatMap(({ state }) => (state.alive ? [state.driver] : []))
    await Promise.allSettled(drivers.map((driver) => driver.close()))
    this.#cells.clear()
  }
}

const lost = ({ connection }: CellRecord, reason: string): CellState => ({
  alive: false,
  driverKind: connection.kind,
  reason
})

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
