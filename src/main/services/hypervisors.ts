import type { CellConnection } from '@shared/contract/cell'
import type { ComputePool } from '@shared/contract/compute-pool'
import { AppError, fail } from '@shared/contract/errors'
import { DriverError, type Driver, type GuestChange, type HostFacts } from '@main/drivers/driver'
import type { Clock } from '@main/kernel/clock'
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
  readonly clock: Clock
  readonly log: Logger
}

/** With a look every two seconds, a cell is lost ten seconds after its last answer (api/semantics 2.2). */
const PATIENCE_MS = 7_000

interface Known {
  readonly cell: CellRecord
  state: CellState
  /** While the cell is being opened. */
  opening?: Promise<void>
  /** While it is asked for its facts. */
  looking?: Promise<void>
  /** While the driver of a lost cell lets go. */
  closing?: Promise<unknown>
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

  /** Every cell that was connected and is not forgotten. */
  names(): string[] {
    return [...this.#cells.keys()]
  }

  /** What kind of driver the cell has. */
  kindOf(cell: string): string {
    const state = this.stateOf(cell)
    return state.alive ? state.driver.kind : state.driverKind
  }

  /** The cell's facts of this moment. One that has stopped answering is lost; a lost one is tried again. */
  async refresh(cell: string): Promise<CellState> {
    const known = this.#cells.get(cell)
    if (!known) return this.stateOf(cell)
    if (!known.state.alive) await this.connect(known.cell)
    else await (known.looking ??= this.#look(known, known.state.driver).finally(() => delete known.looking))
    return known.state
  }

  /** Lets go of a cell, whose guests run on. */
  async forget(cell: string): Promise<void> {
    const known = this.#cells.get(cell)
    this.#cells.delete(cell)
    await known?.opening
    if (known?.state.alive) await known.state.driver.close()
    await known?.closing
  }

  /** Finds out what a host is, and lets go of it again. */
  async probe(connection: CellConnection): Promise<HostFacts> {
    try {
      const driver = await this.#deps.openDriver({ name: '', pool: '', enabled: true, connection })
      return await this.#inTime(driver.host()).finally(() => driver.close())
    } catch (cause) {
      if (!(cause instanceof DriverError)) throw cause
      fail('HOST_UNUSABLE', { driver: connection.kind, reason: cause.message }, { cause })
    }
  }

  async #open(known: Known): Promise<void> {
    const { openDriver, onGuestChange, onCellChange, log } = this.#deps
    const { cell, state: before } = known
    await known.closing
    let driver: Driver | undefined
    try {
      driver = await openDriver(cell)
      const facts = await this.#inTime(driver.host())
      if (!this.#keeps(known)) return this.#letGo(known, driver)
      driver.onChange(onGuestChange)
      known.state = { alive: true, driver, facts }
      await onCellChange(cell, known.state)
    } catch (error) {
      if (!(error instanceof DriverError)) log.error(`opening cell ${cell.name}`, error)
      const reason = error instanceof Error ? error.message : String(error)
      known.state = lost(cell, reason)
      if (driver) this.#letGo(known, driver)
      if (this.#keeps(known) && (before.alive || before.reason !== reason)) await onCellChange(cell, known.state)
    }
  }

  async #look(known: Known, driver: Driver): Promise<void> {
    try {
      const facts = await this.#inTime(driver.host())
      if (this.#keeps(known)) known.state = { alive: true, driver, facts }
    } catch (error) {
      if (!this.#keeps(known)) return
      known.state = lost(known.cell, (error as Error).message)
      this.#letGo(known, driver)
      await this.#deps.onCellChange(known.cell, known.state)
    }
  }

  /** Whether the cell was neither forgotten nor closed meanwhile. */
  #keeps(known: Known): boolean {
    return this.#cells.get(known.cell.name) === known
  }

  /** A driver that hangs may hang here too, and holds up neither the news nor the way back. */
  #letGo(known: Known, driver: Driver): void {
    known.closing = this.#inTime(driver.close()).catch((cause: unknown) =>
      this.#deps.log.error(`closing cell ${known.cell.name}`, cause)
    )
  }

  /** What a driver says, unless it takes too long. */
  async #inTime<T>(work: Promise<T>): Promise<T> {
    const patience = new AbortController()
    const late = async (): Promise<never> => {
      await this.#deps.clock.sleep(PATIENCE_MS, patience.signal)
      throw new DriverError(`it has not answered for ${PATIENCE_MS / 1000} s`, 'unavailable')
    }
    return Promise.race([work, late()]).finally(() => patience.abort())
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
    const known = [...this.#cells.values()]
    this.#cells.clear()
    await Promise.allSettled(known.map(async ({ state, closing }) => (state.alive ? state.driver.close() : closing)))
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
