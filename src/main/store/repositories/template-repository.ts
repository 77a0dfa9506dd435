import type { Template } from '@shared/contract/template'
import type { Database, Row } from '../database'
import { text } from '../row'
import { sql } from '../sql'

const fromRow = (row: Row): Template => ({
  id: text(row, 'id'),
  name: text(row, 'name'),
  admin: text(row, 'admin'),
  operating_system: text(row, 'operating_system') as Template['operating_system'],
  disk: text(row, 'disk') as Template['disk'],
  network: text(row, 'network') as Template['network'],
  display: text(row, 'display') as Template['display'],
  control: text(row, 'control') as Template['control'],
  usb: text(row, 'usb') as Template['usb'],
  tablet: text(row, 'tablet') as Template['tablet'],
  created_time: text(row, 'created_time'),
  modified_time: text(row, 'modified_time')
})

/** System templates. */
export class TemplateRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  list(): Template[] {
    return this.#db.all(sql`SELECT * FROM template ORDER BY name`).map(fromRow)
  }

  find(id: string): Template | undefined {
    const row = this.#db.get(sql`SELECT * FROM template WHERE id = ${id}`)
    return row && fromRow(row)
  }

  findByName(name: string): Template | undefined {
    const row = this.#db.get(sql`SELECT * FROM template WHERE name = ${name}`)
    return row && fromRow(row)
  }

  /** Puts a template in, or in the place of the one with its id. */
  save({ id, name, admin, operating_system, created_time, modified_time, ...devices }: Template): void {
    const { disk, network, display, control, usb, tablet } = devices
    this.#db.run(
      sql`INSERT OR REPLACE INTO template VALUES (${id}, ${name}, ${admin}, ${operating_system},
        ${disk}, ${network}, ${display}, ${control}, ${usb}, ${tablet}, ${created_time}, ${modified_time})`
    )
  }

  /** Dates the first templates, which came with the store's schema. */
  dateUndated(time: string): void {
    this.#db.run(sql`UPDATE template SET created_time = ${time}, modified_time = ${time} WHERE created_time = ''`)
  }

  remove(id: string): void {
    this.#db.run(sql`DELETE FROM template WHERE id = ${id}`)
  }
}
