import type { AddressPool, Lease, RangeType } from '@shared/contract/address-pool'
import type { Database, Row } from '../database'
import { list, number, text } from '../row'
import { sql } from '../sql'

export type AddressPoolRecord = Pick<AddressPool, 'name' | 'gateway' | 'dns' | 'provider'>

export interface RangeRecord {
  readonly start: string
  readonly end: string
  readonly netmask: string
}

/** What a guest has of an address pool. */
export interface LeaseRecord {
  readonly pool: string
  /** Of the range that it is from. */
  readonly range_start: string
  readonly address: string
  readonly prefix: number
  readonly guest: string
}

const toPool = (row: Row): AddressPoolRecord => ({
  name: text(row, 'name'),
  gateway: text(row, 'gateway'),
  dns: list(row, 'dns'),
  provider: text(row, 'provider') as AddressPool['provider']
})

const toRange = (row: Row): RangeRecord => ({
  start: text(row, 'start'),
  end: text(row, 'end'),
  netmask: text(row, 'netmask')
})

const toLease = (row: Row): LeaseRecord => ({
  pool: text(row, 'pool'),
  range_start: text(row, 'range_start'),
  address: text(row, 'address'),
  prefix: number(row, 'prefix'),
  guest: text(row, 'guest')
})

const toShown = (row: Row): Lease => ({ address: text(row, 'address'), instance: text(row, 'guest') })

/** Address pools, their ranges, and what guests have leased of them. */
export class AddressRepository {
  readonly #db: Database
  /** What the guests of a cell have leased. */
  readonly leasesOn: (cell: string) => readonly LeaseRecord[]
  constructor(db: Database) {
    this.#db = db
    this.leasesOn = db.remembering((cell) =>
      db
        .all(
          sql`SELECT address_lease.* FROM address_lease JOIN guest ON guest.id = address_lease.guest
            WHERE guest.cell = ${cell}`
        )
        .map(toLease)
    )
  }

  list(): AddressPoolRecord[] {
    return this.#db.all(sql`SELECT * FROM address_pool ORDER BY name`).map(toPool)
  }

  find(name: string): AddressPoolRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM address_pool WHERE name = ${name}`)
    return row && toPool(row)
  }

  insert({ name, gateway, dns, provider }: AddressPoolRecord): void {
    this.#db.run(sql`INSERT INTO address_pool VALUES (${name}, ${gateway}, ${JSON.stringify(dns)}, ${provider})`)
  }

  update({ name, gateway, dns, provider }: AddressPoolRecord): void {
    this.#db.run(
      sql`UPDATE address_pool SET gateway = ${gateway}, dns = ${JSON.stringify(dns)}, provider = ${provider} WHERE name = ${name}`
    )
  }

  remove(name: string): void {
    this.#db.run(sql`DELETE FROM address_pool WHERE name = ${name}`)
  }

  /** In the order in which they were added. */
  listRanges(pool: string, type: RangeType): RangeRecord[] {
    return this.#db
      .all(sql`SELECT * FROM address_range WHERE pool = ${pool} AND type = ${type} ORDER BY number`)
      .map(toRange)
  }

  insertRange(pool: string, type: RangeType, { start, end, netmask }: RangeRecord): void {
    this.#db.run(
      sql`INSERT INTO address_range (pool, type, start, end, netmask) VALUES (${pool}, ${type}, ${start}, ${end}, ${netmask})`
    )
  }

  removeRange(pool: string, type: RangeType, start: string): void {
    this.#db.run(sql`DELETE FROM address_range WHERE pool = ${pool} AND type = ${type} AND start = ${start}`)
  }

  listLeases(pool: string): Lease[] {
    return this.#db.all(sql`SELECT * FROM address_lease WHERE pool = ${pool} ORDER BY rowid`).map(toShown)
  }

  listRangeLeases(pool: string, start: string): Lease[] {
    return this.#db
      .all(sql`SELECT * FROM address_lease WHERE pool = ${pool} AND range_start = ${start} ORDER BY rowid`)
      .map(toShown)
  }

  countLeases(pool: string): number {
    return this.#count(sql`SELECT count(*) AS total FROM address_lease WHERE pool = ${pool}`)
  }

  countRangeLeases(pool: string, start: string): number {
    return this.#count(sql`SELECT count(*) AS total FROM address_lease WHERE pool = ${pool} AND range_start = ${start}`)
  }

  /** How many guests of a compute pool have an address of the pool. */
  countLeasesOf(pool: string, computePool: string): number {
    return this.#count(
      sql`SELECT count(*) AS total FROM address_lease JOIN guest ON guest.id = address_lease.guest
        WHERE address_lease.pool = ${pool} AND guest.pool = ${computePool}`
    )
  }

  isLeased(pool: string, address: string): boolean {
    return this.#db.get(sql`SELECT 1 FROM address_lease WHERE pool = ${pool} AND address = ${address}`) !== undefined
  }

  leaseOf(guest: string): LeaseRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM address_lease WHERE guest = ${guest}`)
    return row && toLease(row)
  }

  /** It ends with the guest's row, or when that is marked as failed. */
  insertLease({ pool, range_start, address, prefix, guest }: LeaseRecord): void {
    this.#db.run(sql`INSERT INTO address_lease VALUES (${pool}, ${range_start}, ${address}, ${prefix}, ${guest})`)
  }

  #count(statement: ReturnType<typeof sql>): number {
    const row = this.#db.get(statement)
    return row ? number(row, 'total') : 0
  }
}
