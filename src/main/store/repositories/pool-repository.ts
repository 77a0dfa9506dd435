import type { CellConnection } from '@shared/contract/cell'
import type { ComputePool } from '@shared/contract/compute-pool'
import type { Database, Row } from '../database'
import { flag, number, text } from '../row'
import { sql } from '../sql'

export interface CellRecord {
  readonly name: string
  /** '' for a cell in no pool. */
  readonly pool: string
  readonly enabled: boolean
  readonly connection: CellConnection
}

const toPool = (row: Row): ComputePool => ({
  name: text(row, 'name'),
  enabled: flag(row, 'enabled'),
  cells: number(row, 'cells'),
  network: text(row, 'network'),
  network_mode: text(row, 'network_mode') as ComputePool['network_mode'],
  storage: text(row, 'storage'),
  failover: flag(row, 'failover')
})

const toCell = (row: Row): CellRecord => ({
  name: text(row, 'name'),
  pool: row['pool'] === null ? '' : text(row, 'pool'),
  enabled: flag(row, 'enabled'),
  connection: JSON.parse(text(row, 'connection')) as CellConnection
})

/** An enabled compute pool without network, storage and fail-over. */
export const plainPool = (name: string): Omit<ComputePool, 'cells'> => ({
  name,
  enabled: true,
  network: '',
  network_mode: 'plain',
  storage: '',
  failover: false
})

/** Compute pools and the cells in them. */
export class PoolRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  list(): ComputePool[] {
    return this.#db
      .all(sql`SELECT *, (SELECT count(*) FROM cell WHERE pool = p.name) AS cells FROM compute_pool p ORDER BY name`)
      .map(toPool)
  }

  find(name: string): ComputePool | undefined {
    const row = this.#db.get(
      sql`SELECT *, (SELECT count(*) FROM cell WHERE pool = p.name) AS cells FROM compute_pool p WHERE name = ${name}`
    )
    return row && toPool(row)
  }

  insert({ name, enabled, network, network_mode, storage, failover }: Omit<ComputePool, 'cells'>): void {
    this.#db.run(
      sql`INSERT INTO compute_pool VALUES (${name}, ${Number(enabled)}, ${network}, ${storage}, ${Number(failover)}, ${network_mode})`
    )
  }

  update({ name, enabled, network, network_mode, storage, failover }: Omit<ComputePool, 'cells'>): void {
    this.#db.run(
      sql`UPDATE compute_pool SET enabled = ${Number(enabled)}, network = ${network}, network_mode = ${network_mode},
        storage = ${storage}, failover = ${Number(failover)} WHERE name = ${name}`
    )
  }

  remove(name: string): void {
    this.#db.run(sql`DELETE FROM compute_pool WHERE name = ${name}`)
  }

  listCells(): CellRecord[] {
    return this.#db.all(sql`SELECT * FROM cell ORDER BY name`).map(toCell)
  }

  findCell(name: string): CellRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM cell WHERE name = ${name}`)
    return row && toCell(row)
  }

  insertCell({ name, pool, enabled, connection }: CellRecord): void {
    this.#db.run(
      sql`INSERT INTO cell VALUES (${name}, ${pool === '' ? null : pool}, ${Number(enabled)}, ${JSON.stringify(connection)})`
    )
  }

  removeCell(name: string): void {
    this.#db.run(sql`DELETE FROM cell WHERE name = ${name}`)
  }

  /** Puts a cell into a pool, `''` takes it out. */
  assignCell(name: string, pool: string): void {
    this.#db.run(sql`UPDATE cell SET pool = ${pool === '' ? null : pool} WHERE name = ${name}`)
  }

  enableCell(name: string, enabled: boolean): void {
    this.#db.run(sql`UPDATE cell SET enabled = ${Number(enabled)} WHERE name = ${name}`)
  }
}
