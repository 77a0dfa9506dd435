// `batch-child.ts FOLDER SIZE [quick]` opens the application on its folder, says whether everything agrees, and then creates and
// deletes guests in batches of that size until it is killed.
import { writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Client } from '@shared/contract'
import { menus, permissionsOf } from '@shared/contract/permissions'
import { openApp } from '@main/app'
import { systemClock } from '@main/kernel/clock'
import { quickClock } from '../support/made-up-hosts'
import { withStoreCopy } from '../support/store-copy'
import { disagreements, everyGuest } from './agreement'
import { cellSeed, type Said } from './batch-life'
import { KeptHosts } from './kept-hosts'
import { guestsInFolder } from './qemu-folder'

const [folder = '', size = '', pace] = process.argv.slice(2)
const say = (line: Said): void => void writeSync(1, `${JSON.stringify(line)}\n`)

say({ said: 'opening' })
const hosts = new KeptHosts(folder)
const clock = pace === 'quick' ? quickClock : systemClock
const resources = resolve(import.meta.dirname, '../../resources')
const options = { dataFolder: folder, version: '0.0.0', resources, clock, openDriver: hosts.openDriver }
const app = await openApp(options)
const nobody = { user: 'ada', group: 'admin', session: '', address: '', shares: new Set<never>() }
const caller = { ...nobody, permissions: permissionsOf(menus) }
const call = (name: string, input: unknown): Promise<unknown> => app.dispatcher.dispatch(name, input, caller)
const groupOf = (group: string): object =>
  new Proxy({}, { get: (_group, key: string) => (input: unknown) => call(`${group}.${key}`, input) })
const client = new Proxy({} as Client, { get: (_client, group: string) => groupOf(group) })

const before = await everyGuest(client)
const told = new Set(before.flatMap(({ id, created }) => (created ? [id] : [])))
const problems = await withStoreCopy(folder, (db) =>
  disagreements(client, db, async (cell) => {
    const seed = cellSeed(cell)
    return seed === undefined ? guestsInFolder(join(folder, 'guests')) : hosts.sizesOn(seed)
  })
)
say({ said: 'open', problems, guests: [...told] })

app.bus.subscribe(({ name, payload }) => {
  if (name === 'guest.removed') say({ said: 'deleted', id: payload.id })
  if (name !== 'guest.changed' || !payload.created || told.has(payload.id)) return
  told.add(payload.id)
  say({ said: 'created', id: payload.id })
})

const count = Number(size)
const alike = { cores: 1, memory: 1 << 20, disks: [1 << 20, 1 << 21] }
const ended = async (id: string): Promise<void> => {
  while ((await client.task.get({ id })).state === 'running') await setImmediate()
}
for (let batch = Date.now(); ; batch++) {
  const making = await client.batch.createGuests({ ...alike, name_prefix: `web-${batch}`, count })
  // The failed ones as well: whoever reads their reasons may clear them away.
  const guest = (await everyGuest(client)).filter(({ created, error }) => created || error !== '').map(({ id }) => id)
  const some = guest.sort().slice(0, Math.max(guest.length - count, 0))
  for (const id of some) say({ said: 'deleting', id })
  const erasing = some.length > 0 ? await client.batch.deleteGuests({ guest: some }) : undefined
  await ended(making.id)
  if (erasing) await ended(erasing.id)
}
