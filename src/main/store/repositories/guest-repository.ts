import type { CloudInit, Guest } from '@shared/contract/guest'
import { unlimited } from '@shared/contract/qos'
import { systemVersions, type Devices } from '@shared/rules/system-versions'
import type { Owned, Sight } from '@shared/rules/visibility'
import type { Database, Row } from '../database'
import { flag, json, list, number, text } from '../row'
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
  | 'template'
  | 'modules'
  | 'qos'
  | 'ports'
  | 'migrating'
  | 'snapshots'
  | 'from_image'
  | 'ethernet_address'
  | 'tags'
  | 'create_time'
> & {
  readonly clone: 'linked' | 'full'
  /** What it runs with while its cores or its memory wait for its next start. */
  readonly started_with: Guest['started_with'] | undefined
  readonly allocated_address: string
  /** As they were in the template when the guest was made. */
  readonly devices: Devices
  /** What cloud-init is told, with the instance that it is told about. */
  readonly cloud_init: (CloudInit & { readonly instance_id: string }) | undefined
  /** The folder for its volumes on its cell, '' for the cell's own choice. */
  readonly volumes: string
  readonly monitor_secret: string
  /** The account inside the guest that was set last, '' for none. */
  readonly auth_user: string
  readonly auth_password: string
  /** True from before its cell is told until it is gone. */
  readonly deleting: boolean
  /** The image that a system reset puts, or may have put, under the system disk; '' for none. */
  readonly reset_image: string
  /** True while its system disk is being replaced. */
  readonly resetting: boolean
}

/** What a guest has that is of no template's own, unlimited, without secrets: where its maker says nothing else. */
export const plainGuest = {
  template: 'general',
  devices: systemVersions.general.devices,
  modules: [],
  cloud_init: undefined,
  qos: unlimited,
  ports: [],
  started_with: undefined,
  volumes: '',
  monitor_secret: '',
  auth_user: '',
  auth_password: '',
  migrating: false,
  deleting: false,
  snapshots: 0,
  reset_image: '',
  resetting: false
} as const satisfies Partial<GuestRecord>

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
  template: text(row, 'template'),
  devices: json(row, 'devices'),
  modules: list(row, 'modules'),
  cloud_init: text(row, 'cloud_init') === '' ? undefined : json(row, 'cloud_init'),
  qos: json(row, 'qos'),
  ports: list(row, 'ports'),
  volumes: text(row, 'volumes'),
  monitor_secret: text(row, 'monitor_secret'),
  auth_user: text(row, 'auth_user'),
  auth_password: text(row, 'auth_password'),
  migrating: flag(row, 'migrating'),
  deleting: flag(row, 'deleting'),
  snapshots: number(row, 'snapshots'),
  reset_image: text(row, 'reset_image'),
  resetting: flag(row, 'resetting'),
  from_image: text(row, 'from_image'),
  clone: text(row, 'clone') as GuestRecord['clone'],
  started_with: text(row, 'started_with') === '' ? undefined : json(row, 'started_with'),
  ethernet_address: text(row, 'ethernet_address'),
  allocated_address: text(row, 'allocated_address'),
  tags: list(row, 'tags'),
  create_time: text(row, 'create_time')
})

/** A guest as figures are made from it; sizes in bytes. */
export type GuestSize = Pick<
  Guest,
  'id' | 'cell' | 'created' | 'error' | 'migrating' | 'cores' | 'memory' | 'total_disk'
>

export interface GuestFilter {
  readonly pool?: string | undefined
  readonly cell?: string | undefined
  /** Part of the name. */
  readonly keyword?: string | undefined
  /** Only what somebody sees. */
  readonly sight?: Sight | undefined
}

export class GuestRepository {
  readonly #db: Database
  readonly find: (id: string) => GuestRecord | undefined
  /** By name. */
  readonly listByCell: (cell: string) => readonly GuestRecord[]
  constructor(db: Database) {
    this.#db = db
    this.find = db.remembering((id) => {
      const row = db.get(sql`SELECT * FROM guest WHERE id = ${id}`)
      return row && fromRow(row)
    })
    this.listByCell = db.remembering((cell) =>
      db.all(sql`SELECT * FROM guest WHERE cell = ${cell} ORDER BY name, id`).map(fromRow)
    )
  }

  /** Whose a guest is. */
  ownerOf(id: string): Owned | undefined {
    const row = this.#db.get(sql`SELECT owner, "group" FROM guest WHERE id = ${id}`)
    return row && { owner: text(row, 'owner'), group: text(row, 'group') }
  }

  /** A living guest of that name in the pool; failed creations do not hold their name. */
  findByName(pool: string, name: string): GuestRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM guest WHERE pool = ${pool} AND name = ${name} AND error = ''`)
    return row && fromRow(row)
  }

  /** One page by name. */
  page(filter: GuestFilter, limit: number, offset: number): GuestRecord[] {
    const { pool = null, cell = null, keyword = null, sight } = filter
    const { user = null, group = '' } = sight ?? {}
    // The inner query reads an index alone; whole rows are read for one page.
    return this.#db
      .all(
        sql`SELECT * FROM guest WHERE id IN (SELECT id FROM guest
          WHERE (${pool} IS NULL OR pool = ${pool}) AND (${cell} IS NULL OR cell = ${cell})
            AND (${keyword} IS NULL OR instr(name, ${keyword}) > 0)
            AND (${user} IS NULL OR owner = ${user} OR ("group" = ${group} AND "group" <> '')
              OR (owner = '' AND "group" = ''))
          ORDER BY name, id LIMIT ${limit} OFFSET ${offset}) ORDER BY name, id`
      )
      .map(fromRow)
  }

  count(filter: GuestFilter = {}): number {
    const { pool = null, cell = null, keyword = null, sight } = filter
    const { user = null, group = '' } = sight ?? {}
    const row = this.#db.get(
      sql`SELECT count(*) AS total FROM guest
        WHERE (${pool} IS NULL OR pool = ${pool}) AND (${cell} IS NULL OR cell = ${cell})
          AND (${keyword} IS NULL OR instr(name, ${keyword}) > 0)
          AND (${user} IS NULL OR owner = ${user} OR ("group" = ${group} AND "group" <> '')
            OR (owner = '' AND "group" = ''))`
    )
    return row ? number(row, 'total') : 0
  }

  listByPool(pool: string): GuestRecord[] {
    return this.#db.all(sql`SELECT * FROM guest WHERE pool = ${pool} ORDER BY name, id`).map(fromRow)
  }

  listUnfinished(): GuestRecord[] {
    return this.#db.all(sql`SELECT * FROM guest WHERE created = 0 AND error = ''`).map(fromRow)
  }

  /** Names of the guests that need the image's file: linked to it, still copying it, or being reset to it. */
  namesUsingImage(image: string): string[] {
    return this.#db
      .all(
        sql`SELECT name FROM guest WHERE reset_image = ${image}
            OR (from_image = ${image} AND error = '' AND (clone = 'linked' OR created = 0)) ORDER BY name`
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
        ${JSON.stringify(guest.tags)}, ${guest.create_time},
        ${guest.template}, ${JSON.stringify(guest.devices)}, ${JSON.stringify(guest.modules)},
        ${guest.cloud_init ? JSON.stringify(guest.cloud_init) : ''}, ${JSON.stringify(guest.qos)},
        ${JSON.stringify(guest.ports)}, ${guest.volumes}, ${guest.monitor_secret},
        ${guest.auth_user}, ${guest.auth_password}, ${Number(guest.migrating)}, ${Number(guest.deleting)},
        ${guest.snapshots}, ${guest.reset_image}, ${Number(guest.resetting)}, 0,
        ${guest.started_with ? JSON.stringify(guest.started_with) : ''}, 0)`
    )
  }

  /** Writes what can be changed of a guest that is there. */
  saveSettings(guest: GuestRecord): void {
    this.#db.run(
      sql`UPDATE guest SET name = ${guest.name}, cores = ${guest.cores}, memory = ${guest.memory},
          auto_start = ${Number(guest.auto_start)}, tags = ${JSON.stringify(guest.tags)},
          started_with = ${guest.started_with ? JSON.stringify(guest.started_with) : ''},
          qos = ${JSON.stringify(guest.qos)}, ports = ${JSON.stringify(guest.ports)},
          monitor_secret = ${guest.monitor_secret}, auth_user = ${guest.auth_user},
          auth_password = ${guest.auth_password}
        WHERE id = ${guest.id}`
    )
  }

  /** The guest is off: it starts with what it is configured with. */
  forgetStart(id: string): void {
    this.#db.run(sql`UPDATE guest SET started_with = '' WHERE id = ${id}`)
  }

  markCreated(id: string): void {
    this.#db.run(sql`UPDATE guest SET created = 1 WHERE id = ${id}`)
  }

  /** A creation that failed keeps no address. */
  markFailed(id: string, { error, at }: { readonly error: string; readonly at: Date }): void {
    this.#db.run(sql`DELETE FROM address_lease WHERE guest = (SELECT id FROM guest WHERE id = ${id} AND created = 0)`)
    this.#db.run(
      sql`UPDATE guest SET error = ${error}, failed_at = ${at.getTime()},
          allocated_address = iif(created, allocated_address, '')
        WHERE id = ${id}`
    )
  }

  /** In CIDR form. */
  setAddress(id: string, address: string): void {
    this.#db.run(sql`UPDATE guest SET allocated_address = ${address} WHERE id = ${id}`)
  }

  /** How many guests a cell has, those being created included; failed creations are none. */
  countOn(cell: string): number {
    const row = this.#db.get(
      sql`SELECT count(*) AS total FROM guest WHERE cell = ${cell} AND (created = 1 OR error = '')`
    )
    return row ? number(row, 'total') : 0
  }

  /** Ids of the failed creations that are remembered of a pool or a cell. */
  failedIn({ pool = null as string | null, cell = null as string | null }): string[] {
    return this.#db
      .all(
        sql`SELECT id FROM guest WHERE created = 0 AND error <> ''
          AND (${pool} IS NULL OR pool = ${pool}) AND (${cell} IS NULL OR cell = ${cell})`
      )
      .map((row) => text(row, 'id'))
  }

  /** What every guest adds to the figures of its cell, without the rest of its row. */
  listSizes(): GuestSize[] {
    return this.#db
      .all(
        sql`SELECT id, cell, created, error, migrating, cores, memory,
            (SELECT total(value) FROM json_each(guest.disks)) AS disk FROM guest`
      )
      .map((row) => ({
        id: text(row, 'id'),
        cell: text(row, 'cell'),
        created: flag(row, 'created'),
        error: text(row, 'error'),
        migrating: flag(row, 'migrating'),
        cores: number(row, 'cores'),
        memory: number(row, 'memory'),
        total_disk: number(row, 'disk')
      }))
  }

  rename(id: string, name: string): void {
    this.#db.run(sql`UPDATE guest SET name = ${name} WHERE id = ${id}`)
  }

  markDeleting(id: string, deleting: boolean): void {
    this.#db.run(sql`UPDATE guest SET deleting = ${Number(deleting)} WHERE id = ${id}`)
  }

  /** One that migrates is the business of its migration alone. */
  markMigrating(id: string, migrating: boolean): void {
    this.#db.run(sql`UPDATE guest SET migrating = ${Number(migrating)} WHERE id = ${id}`)
  }

  /** Where a guest is from now on, and the folder of its volumes there. */
  setCell(id: string, { cell, volumes }: Pick<GuestRecord, 'cell' | 'volumes'>): void {
    this.#db.run(sql`UPDATE guest SET cell = ${cell}, volumes = ${volumes} WHERE id = ${id}`)
  }

  /** Whether somebody has switched a guest off, so that only somebody starts it again. */
  isKeptOff(id: string): boolean {
    const row = this.#db.get(sql`SELECT kept_off FROM guest WHERE id = ${id}`)
    return row !== undefined && flag(row, 'kept_off')
  }

  keepOff(id: string, off: boolean): void {
    this.#db.run(sql`UPDATE guest SET kept_off = ${Number(off)} WHERE id = ${id}`)
  }

  /** Ids of the guests of a cell that start with it. */
  startingWith(cell: string): ReadonlySet<string> {
    const rows = this.#db.all(
      sql`SELECT id FROM guest WHERE cell = ${cell} AND auto_start = 1 AND kept_off = 0 AND created = 1 AND error = ''`
    )
    return new Set(rows.map((row) => text(row, 'id')))
  }

  /** Creations that failed before `time`, in milliseconds since 1970. */
  listFailedBefore(time: number): GuestRecord[] {
    return this.#db
      .all(sql`SELECT * FROM guest WHERE created = 0 AND error <> '' AND failed_at <= ${time}`)
      .map(fromRow)
  }

  /** The guests of a cell that have ports of its computer forwarded. */
  listWithPorts(cell: string): GuestRecord[] {
    return this.#db.all(sql`SELECT * FROM guest WHERE cell = ${cell} AND error = '' AND ports <> '[]'`).map(fromRow)
  }

  setDisks(id: string, disks: readonly number[]): void {
    this.#db.run(sql`UPDATE guest SET disks = ${JSON.stringify(disks)} WHERE id = ${id}`)
  }

  /** What a system reset changes, from its begin to its end; what is not given stays. */
  setReset(
    id: string,
    { resetting, reset_image, ...after }: Pick<GuestRecord, 'resetting' | 'reset_image'> & Partial<GuestRecord>
  ): void {
    this.#db.run(
      sql`UPDATE guest SET resetting = ${Number(resetting)}, reset_image = ${reset_image},
        from_image = coalesce(${after.from_image ?? null}, from_image),
        cloud_init = coalesce(${after.cloud_init ? JSON.stringify(after.cloud_init) : null}, cloud_init),
        auth_user = coalesce(${after.auth_user ?? null}, auth_user),
        auth_password = coalesce(${after.auth_password ?? null}, auth_password)
        WHERE id = ${id}`
    )
  }

  removeByCell(cell: string): void {
    this.#db.run(sql`DELETE FROM guest WHERE cell = ${cell}`)
  }

  remove(id: string): void {
    this.#db.run(sql`DELETE FROM guest WHERE id = ${id}`)
  }
}
