import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { menus, permissionsOf } from '@shared/contract/permissions'
import { openApp } from '@main/app'
import { Database } from '@main/store/database'
import { encodeLine } from '@main/store/journal-line'
import { plainGuest, type GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import { plainPool, PoolRepository } from '@main/store/repositories/pool-repository'
import { sql } from '@main/store/sql'
import { median, ratio, type Result, timed } from './measure'

const CHANGES = 1000
const GUESTS = 10_000
const PROMISED_OPEN_MS = 500
const RESOURCES = resolve(import.meta.dirname, '../resources')
const connection = { kind: 'simulated', seed: 7, cores: 8, memory: 2 ** 36, disk: 2 ** 40 } as const

/** What the store adds to writing the same bytes and waiting for the disk, and how fast it opens. */
export async function benchStore(): Promise<Result[]> {
  // The folder for temporary files is in memory on some systems.
  const cache = resolve(import.meta.dirname, '../.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'bench-store-'))
  try {
    return [await benchTransaction(folder), await benchCommand(folder), await benchOpening(folder)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function benchTransaction(folder: string): Promise<Result> {
  const db = await Database.open(join(folder, 'transaction'))
  const change = (n: number): void =>
    db.transaction(() => db.run(sql`INSERT INTO setting VALUES (${`key ${n}`}, ${'on'})`))
  const line = encodeLine({ seq: 200, statements: [sql`INSERT INTO setting VALUES (${'key 200'}, ${'on'})`] })
  const times = await inTurns(folder, line, async (n) => change(n))
  await db.close()
  return ratio('durable changes of one row per second, over write + fdatasync of the same bytes', times, {
    atLeast: 0.7
  })
}

async function benchCommand(folder: string): Promise<Result> {
  const dataFolder = join(folder, 'command')
  const db = await Database.open(join(dataFolder, 'store'))
  addCell(db)
  await db.close()
  const app = await openApp({ dataFolder, version: '0.0.0', resources: RESOURCES })
  const caller = {
    user: 'bench',
    group: '',
    session: '',
    address: '',
    permissions: permissionsOf(menus),
    shares: new Set<never>()
  }
  const line = encodeLine({ seq: 200, statements: [sql`UPDATE cell SET enabled = ${1} WHERE name = ${'sim-a'}`] })
  const times = await inTurns(folder, line, (n) =>
    app.dispatcher.dispatch('cell.modify', { pool: 'default', cell: 'sim-a', enable: n % 2 === 1 }, caller)
  )
  await app.close()
  return ratio('the same, as commands through the dispatcher', times, { atLeast: 0.7 })
}

async function benchOpening(folder: string): Promise<Result> {
  const place = join(folder, 'opening')
  const db = await Database.open(place)
  addCell(db)
  const guests = new GuestRepository(db)
  db.transaction(() => {
    for (let n = 0; n < GUESTS; n++) guests.insert(guestOf(n))
  })
  await db.close()
  const times: number[] = []
  for (let run = 0; run < 5; run++) {
    let opened: Database | undefined
    times.push(
      await timed(async () => {
        opened = await Database.open(place)
        if (new GuestRepository(opened).listByCell('sim-a').length !== GUESTS) throw new Error('Guests are missing')
      })
    )
    await opened?.close()
  }
  const value = median(times)
  return {
    name: `opening a store of ${GUESTS} guests and reading them all`,
    figure: `${value.toFixed(0)} ms`,
    target: `< ${PROMISED_OPEN_MS} ms`,
    ok: value < PROMISED_OPEN_MS
  }
}

/** The times of `change`, and of bare writes of `line` that wait for the disk, made in turns. */
async function inTurns(
  folder: string,
  line: Buffer,
  change: (n: number) => Promise<unknown>
): Promise<[bare: number[], ours: number[]]> {
  const path = join(folder, 'bare')
  const file = openSync(path, 'w')
  const [bare, ours]: [number[], number[]] = [[], []]
  try {
    for (let n = 0; n < CHANGES; n++) {
      bare.push(
        await timed(() => {
          writeSync(file, line, 0, line.length, n * line.length)
          fdatasyncSync(file)
        })
      )
      ours.push(await timed(() => change(n)))
    }
  } finally {
    closeSync(file)
    rmSync(path)
  }
  return [bare, ours]
}

function addCell(db: Database): void {
  const pools = new PoolRepository(db)
  db.transaction(() => {
    pools.insert(plainPool('default'))
    pools.insertCell({ name: 'sim-a', pool: 'default', enabled: true, connection })
  })
}

const guestOf = (n: number): GuestRecord => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  name: `guest ${n}`,
  created: true,
  error: '',
  owner: 'bench',
  group: 'admin',
  pool: 'default',
  cell: 'sim-a',
  cores: 2,
  memory: 2 ** 31,
  disks: [2 ** 35, 2 ** 36],
  auto_start: false,
  system: 'linux',
  system_version: 'general',
  from_image: '',
  clone: 'full',
  ethernet_address: '52:54:00:00:00:01',
  allocated_address: '',
  tags: ['one', 'two'],
  create_time: '2026-01-01 00:00:00',
  ...plainGuest
})
