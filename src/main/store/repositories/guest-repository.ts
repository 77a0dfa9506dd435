import type { Guest } from '@shared/contract/guest'
import type { Database, Row } from '../database'
import { flag, list, number, text } from '../row'
import { sql } from '../sql'

/** The remembered part of a guest: configuration and history. What it does now is the hypervisor's to say. */
export type GuestRecord = Pick<
  Guest,
  | 'id'
  | 'name'
  | 'created'
  | 'error'
  | 'owner'
  | 'group'
  | 'pool'
  | 'cell'
  | 'cores'
  | 'memory'
  | 'disks'
  | 'auto_start'
  | 'system'
  | 'system_version'
  | 'from_image'
  | 'ethernet_address'
  | 'tags'
  | 'create_time'
> & { readonly clone: 'linked' | 'full'; readonly allocated_address: string }

const fromRow = (row: Row): GuestRecord => ({
  id: text(row, 'id'),
  name: text(row, 'name'),
  created: flag(row, 'created'),
  error: text(row, 'error'),
  owner: text(row, 'owner'),
  group: text(row, 'group'),
  pool: text(row, 'pool'),
  cell: text(row, 'cell'),
  cores: number(row, 'cores'),
  memory: number(row, 'memory'),
  disks: list(row, 'disks'),
  auto_start: flag(row, 'auto_start'),
  system: text(row, 'system') as GuestRecord['system'],
  system_version: text(row, 'system_version') as GuestRecord['system_version'],
  from_image: text(row, 'from_image'),
  clone: text(row, 'clone') as GuestRecord['clone'],
  ethernet_address: text(row, 'ethernet_address'),
  allocated_address: text(row, 'allocated_address'),
  tags: list(row, 'tags'),
  create_time: text(row, 'create_time')
})

export interface GuestFilter {
  readonly pool?: string | undefined
  readonly cell?: string | undefined
  /** Part of the name. */
  readonly keyword?: string | undefined
}

export class GuestRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  find(id: string): GuestRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM guest WHERE id = ${id}`)
    return row && fromRow(row)
  }

  /** A living guest of that name in the pool; failed creations do not hold their name. */
  findByName(pool: string, name: string): GuestRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM guest WHERE pool = ${pool} AND name = ${name} AND error = ''`)
    return row && fromRow(row)
  }

  /** One page by name. */
  page(filter: GuestFilter, limit: number, offset: number): GuestRecord[] {
    const { pool = null, cell = null, keyword = null } = filter
    return this.#db
      .all(
        sql`SELECT * FROM guest
          WHERE (${pool} IS NULL OR pool = ${pool}) AND (${cell} IS NULL OR cell = ${cell})
            AND (${keyword} IS NULL OR instr(name, ${keyword}) > 0)
          ORDER BY name, id LIMIT ${limit} OFFSET ${offset}`
      )
      .map(fromRow)
  }

  count({ pool = null as string | null, cell = null as string | null, keyword = null as string | null } = {}): number {
    const row = this.#db.get(
      sql`SELECT count(*) AS total FROM guest
        WHERE (${pool} IS NULL OR pool = ${pool}) AND (${cell} IS NULL OR cell = ${cell})
          AND (${keyword} IS NULL OR instr(name, ${keyword}) > 0)`
    )
    return row ? number(row, 'total') : 0
  }

  listByCell(cell: string): GuestRecord[] {
    return this.#db.all(sql`SELECT * FROM guest WHERE cell = ${cell} ORDER BY name, id`).map(fromRow)
  }

  listByPool(pool: string): GuestRecord[] {
    return this.#db.all(sql`SELECT * FROM guest WHERE pool = ${pool} ORDER BY name, id`).map(fromRow)
  }

  /** What the guests of a cell are configured with, those being created included; sizes in bytes. */
  promisedOn(cell: string): { readonly cores: number; readonly memory: number; readonly disk: number } {
    const row = this.#db.get(
      sql`SELECT total(cores) AS cores, total(memory) AS memory,
          total((SELECT sum(value) FROM json_each(guest.disks))) AS disk
        FROM guest WHERE cell = ${cell} AND error = ''`
    )
    return row
      ? { cores: number(row, 'cores'), memory: number(row, 'memory'), disk: number(row, 'disk') }
      : { cores: 0, memory: 0, disk: 0 }
  }

  listUnfinished(): GuestRecord[] {
    return this.#db.all(sql`SELECT * FROM guest WHERE created = 0 AND error = ''`).map(fromRow)
  }

  /** Names of the guests that need the image's file: linked to it, or still copying it. */
  namesUsingImage(image: string): string[] {
    return this.#db
      .all(
        sql`SELECT name FROM guest WHERE from_image = ${image} AND error = '' AND (clone = 'linked' OR created = 0) ORDER BY name`
      )
      .map((row) => text(row, 'name'))
  }

  insert(guest: GuestRecord): void {
    this.#db.run(
      sql`INSERT INTO guest VALUES (${guest.id}, ${guest.name}, ${Number(guest.created)}, ${guest.error},
        ${guest.owner}, ${guest.group}, ${guest.pool}, ${guest.cell},
        ${guest.cores}, ${guest.memory}, ${JSON.stringify(guest.disks)},
        ${Number(guest.auto_start)}, ${guest.system}, ${guest.system_version},
        ${guest.from_image}, ${guest.clone}, ${guest.ethernet_address}, ${guest.allocated_address},
        ${JSON.stringify(guest.tags)}, ${guest.create_time})`
    )
  }

  markCreated(id: string): void {
    this.#db.run(sql`UPDATE guest SET created = 1 WHERE id = ${id}`)
  }

  markFailed(id: string, error: string): void {
    this.#db.run(sql`UPDATE guest SET error = ${error} WHERE id = ${id}`)
  }

  removeByCell(cell: string): void {
    this.#db.run(sql`DELETE FROM guest WHERE cell = ${cell}`)
  }

  remove(id: string): void {
    this.#db.run(sql`DELETE FROM guest WHERE id = ${id}`)
  }
}
