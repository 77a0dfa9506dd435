import type { Client } from '@shared/contract'
import type { Guest } from '@shared/contract/guest'
import type { Database } from '@main/store/database'
import { sql } from '@main/store/sql'

/** What the host of a cell has: the virtual sizes of the disks of each guest, by id. */
export type OnHost = (cell: string) => Promise<ReadonlyMap<string, readonly number[]>>

/** Says what of guests, hosts, leases, counters, batches and tasks does not agree right after a start. */
export async function disagreements(client: Client, db: Database, onHost: OnHost): Promise<string[]> {
  const wrong: string[] = []
  const check = (isRight: boolean, words: string): void => void (isRight || wrong.push(words))
  const all = await everyGuest(client)
  // A creation that was undone can be read for an hour, and has nothing.
  const guests = all.filter(({ created }) => created)
  for (const { id, created, error } of all)
    check(created === (error === ''), `guest ${id}: created ${created}, error "${error}"`)
  const names = guests.map(({ name }) => name)
  check(new Set(names).size === names.length, 'a name is there twice')
  check(db.all(sql`SELECT id FROM guest WHERE deleting = 1 OR migrating = 1`).length === 0, 'a guest is in between')

  const cells = (await client.cell.list({ pool: 'default' })).map(({ name }) => name)
  for (const cell of cells) {
    const own = guests.filter((guest) => guest.cell === cell)
    const kept = await onHost(cell)
    check(
      same(
        [...kept.keys()],
        own.map(({ id }) => id)
      ),
      `${cell} has ${kept.size} guests, not ${own.length}`
    )
    for (const { id, disks } of own) check(String(kept.get(id)) === String(disks), `the disks of ${id} on ${cell}`)
  }

  const { allocated } = await client.addressPool.get({ pool: 'net' })
  const leases = allocated.map(({ address, instance }) => `${instance} ${address}/22`)
  const addresses = guests.map(({ id, internal }) => `${id} ${internal.allocated_address}`)
  check(same(leases, addresses), `${leases.length} leases for ${addresses.length} guests`)
  for (const { id, created, internal } of all)
    check(created || internal.allocated_address === '', `guest ${id} has an address and does not exist`)

  const statuses = await client.status.cells({ pool: 'default' })
  for (const { name, instances } of statuses) {
    const own = guests.filter(({ cell }) => cell === name).length
    check(String(instances) === String([own, 0, 0, 0]), `${name} counts ${String(instances)}, and has ${own}`)
  }
  const { instances } = await client.status.pool({ pool: 'default' })
  check(String(instances) === String([guests.length, 0, 0, 0]), `the pool counts ${String(instances)}`)
  const [net] = await client.addressPool.list({})
  check(net?.allocated === guests.length, `the address pool counts ${net?.allocated}`)

  for (const { id, kind } of db.all(sql`SELECT id, kind FROM batch`)) {
    const items = await client.batch[kind === 'create' ? 'getCreate' : 'getDelete']({ id: String(id) })
    for (const { status, error, name } of items) {
      check(status !== 'creating' && status !== 'deleting', `item ${name} of batch ${id} is still ${status}`)
      check((status === 'fail') === (error !== undefined), `item ${name} of batch ${id} is ${status}: ${error}`)
    }
  }
  const ids = new Set(guests.map(({ id }) => id))
  for (const { guest } of db.all(
    sql`SELECT guest FROM batch_item JOIN batch ON batch.id = batch_item.batch WHERE kind = 'delete' AND status = 'done'`
  ))
    check(!ids.has(String(guest)), `guest ${guest} was deleted and is there`)
  for (const { id, state, error, message } of await client.task.list({ limit: 500 })) {
    check(state !== 'running', `task ${id} is still running`)
    check(state !== 'interrupted' || error !== '', `task ${id} does not say what became of it: ${message}`)
  }
  return wrong
}

export async function everyGuest(client: Client): Promise<Guest[]> {
  const all: Guest[] = []
  for (;;) {
    const { result, total } = await client.guest.page({ limit: 500, offset: all.length })
    all.push(...result)
    if (all.length >= total || result.length === 0) return all
  }
}

const same = (some: readonly string[], others: readonly string[]): boolean =>
  JSON.stringify([...some].sort()) === JSON.stringify([...others].sort())
