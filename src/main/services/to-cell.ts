import type { Cell } from '@shared/contract/cell'
import type { CellRecord } from '@main/store/repositories/pool-repository'
import type { CellState } from './hypervisors'

/** A cell as the API shows it. */
export function toCell({ name, pool, enabled, connection }: CellRecord, state: CellState, revision: number): Cell {
  const unknown = { address: '', version: '', acceleration: { accelerator: '', cpu_model: '', reason: '' } }
  const { address, version, acceleration } = state.alive ? state.facts : unknown
  const message = state.alive ? '' : state.reason
  const { alive } = state
  return { name, pool, enabled, driver: connection.kind, alive, address, version, acceleration, message, revision }
}
