import type { StoragePool } from '@shared/contract/storage-pool'
import type { Database, Row } from '../database'
import { text } from '../row'
import { sql } from '../sql'

const toPool = (row: Row): StoragePool => ({
  name: text(row, 'name'),
  type: text(row, 'type') as StoragePool['type'],
  host: text(row, 'host'),
  target: text(row, 'target')
})

/** Storage that compute pools share. */
export class StoragePoolRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  list(): StoragePool[] {
    return this.#db.all(sql`SELECT * FROM storage_pool ORDER BY name`).map(toPool)
  }

  find(name: string): StoragePool | undefined {
    const row = this.#db.get(sql`SELECT * FROM storage_pool WHERE name = ${name}`)
    return row && toPool(row)
  }

  insert({ name, type, host, target }: StoragePool): void {
    this.#db.run(sql`INSERT INTO storage_pool VALUES (${name}, ${type}, ${host}, ${target})`)
  }

  update({ name, type, host, target }: StoragePool): void {
    this.#db.run(sql`UPDATE storage_pool SET type = ${type}, host = ${host}, target = ${target} WHERE name = ${name}`)
  }

  remove(name: string): void {
    this.#db.run(sql`DELETE FROM storage_pool WHERE name = ${name}`)
  }
}
