import type { ManyGuests } from '@shared/contract/batch'
import type { Database, Row } from '../database'
import { number, text } from '../row'
import { sql } from '../sql'

export type BatchKind = 'create' | 'delete' | 'stop' | 'start' | 'reboot' | 'snapshot'

/** One order for many guests, and who gave it. */
export interface BatchRecord {
  readonly id: string
  readonly kind: BatchKind
  readonly user: string
  readonly group: string
  readonly create_time: string
  /** What guests are to be made, as long as any of them may be tried again. */
  readonly wanted?: ManyGuests | undefined
}

/** What becomes of one guest of a batch; `guest` is '' while there is none. */
export interface BatchItemRecord {
  readonly number: number
  readonly name: string
  readonly guest: string
  readonly status: 'going' | 'done' | 'fail'
  readonly error: string
}

/** How many batches are remembered, and how many guests of these. */
const KEPT = 1000
const KEPT_ITEMS = 200_000

const toBatch = (row: Row): BatchRecord => ({
  id: text(row, 'id'),
  kind: text(row, 'kind') as BatchKind,
  user: text(row, 'user'),
  group: text(row, 'group'),
  create_time: text(row, 'create_time'),
  wanted: text(row, 'wanted') === '' ? undefined : (JSON.parse(text(row, 'wanted')) as ManyGuests)
})

const toItem = (row: Row): BatchItemRecord => ({
  number: number(row, 'number'),
  name: text(row, 'name'),
  guest: text(row, 'guest'),
  status: text(row, 'status') as BatchItemRecord['status'],
  error: text(row, 'error')
})

/** Batches, with one item per guest from before the work starts. */
export class BatchRepository {
  readonly #db: Database
  constructor(db: Database) {
    this.#db = db
  }

  /** Saves a batch whose items are all going; the oldest finished ones are forgotten. */
  insert(batch: BatchRecord, items: readonly { name: string; guest: string }[]): void {
    const { id, kind, user, group, create_time } = batch
    const wanted = batch.wanted ? JSON.stringify(batch.wanted) : ''
    this.#db.run(
      sql`INSERT INTO batch VALUES (NULL, ${id}, ${kind}, ${user}, ${group}, ${create_time}, ${items.length}, ${wanted})`
    )
    this.#db.run(
      sql`INSERT INTO batch_item SELECT ${id}, key, value ->> 0, value ->> 1, 'going', ''
        FROM json_each(${JSON.stringify(items.map(({ name, guest }) => [name, guest]))})`
    )
    this.#db.run(
      sql`DELETE FROM batch WHERE id NOT IN (SELECT batch FROM batch_item WHERE status = 'going') AND number IN
        (SELECT number FROM
          (SELECT number, row_number() OVER latest AS place, sum(items) OVER latest AS total
            FROM batch WINDOW latest AS (ORDER BY number DESC))
          WHERE place > ${KEPT} OR total > ${KEPT_ITEMS})`
    )
  }

  find(id: string): BatchRecord | undefined {
    const row = this.#db.get(sql`SELECT * FROM batch WHERE id = ${id}`)
    return row && toBatch(row)
  }

  items(batch: string): BatchItemRecord[] {
    return this.#db.all(sql`SELECT * FROM batch_item WHERE batch = ${batch} ORDER BY number`).map(toItem)
  }

  /** The guest that an item is about, once there is one. */
  setGuest(batch: string, number: number, { name, id }: { readonly name: string; readonly id: string }): void {
    this.#db.run(sql`UPDATE batch_item SET name = ${name}, guest = ${id} WHERE batch = ${batch} AND number = ${number}`)
  }

  /** Says for good what became of an item. */
  settle(batch: string, number: number, { status, error }: Pick<BatchItemRecord, 'status' | 'error'>): void {
    this.#db.run(
      sql`UPDATE batch_item SET status = ${status}, error = ${error} WHERE batch = ${batch} AND number = ${number}`
    )
  }

  /** Settles what no work was begun on. What was wanted, passwords too, is forgotten once it is there. */
  settleRest(batch: string, error: string): void {
    this.#db.run(
      sql`UPDATE batch_item SET status = 'fail', error = ${error} WHERE batch = ${batch} AND status = 'going'`
    )
    this.#db.run(
      sql`UPDATE batch SET wanted = '' WHERE id = ${batch} AND id NOT IN
        (SELECT batch FROM batch_item WHERE batch = ${batch} AND status = 'fail')`
    )
  }

  /** Lets those that failed go again; under new names, if the old ones were their addresses. */
  reopen(batch: string, { renamed }: { readonly renamed: boolean }): void {
    this.#db.run(
      sql`UPDATE batch_item SET status = 'going', error = '', guest = '', name = iif(${renamed ? 1 : 0}, '', name)
        WHERE batch = ${batch} AND status = 'fail'`
    )
  }

  /** The items of all batches that say nothing final. */
  listGoing(): (BatchItemRecord & { readonly batch: string; readonly kind: BatchKind })[] {
    return this.#db
      .all(
        sql`SELECT batch_item.*, batch.kind AS kind FROM batch_item JOIN batch ON batch.id = batch_item.batch
          WHERE status = 'going' ORDER BY batch.number, batch_item.number`
      )
      .map((row) => ({ ...toItem(row), batch: text(row, 'batch'), kind: text(row, 'kind') as BatchKind }))
  }
}
