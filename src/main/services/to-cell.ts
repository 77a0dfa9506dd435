import { Offer, type Cell } from '@shared/contract/cell'
import type { CellRecord } from '@main/store/repositories/pool-repository'
import type { CellState } from './hypervisors'

/** A cell as the API shows it. */
export function toCell({ name, pool, enabled, connection }: CellRecord, state: CellState, revision: number): Cell {
  const unknown = { address: '', version: '', acceleration: { accelerator: '', cpu_model: '', reason: '' } }
  const { address, version, acceleration } = state.alive ? state.facts : unknown
  const message = state.alive ? '' : state.reason
  const offers = state.alive ? Offer.options.filter((offer) => state.driver[offer] !== undefined) : []
  const { alive } = state
  const facts = { driver: connection.kind, address, version, acceleration, offers }
  return { name, pool, enabled, alive, ...facts, message, revision }
}
