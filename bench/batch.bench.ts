import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import type { Task } from '@shared/contract/task'
import { openApp, type App } from '@main/app'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import { Database } from '@main/store/database'
import { GuestRepository } from '@main/store/repositories/guest-repository'
import { benchSession } from './bench-session'
import { fillFleet } from './made-up-fleet'
import { timed, type Result } from './measure'

const CELLS = 200
const GUESTS = 10_000
const MORE = 1_000
const PROMISED_PER_SECOND = 200
const PROMISED_DELAY_MS = 50
const PROMISED_PAGE_MS = 50
const RESOLUTION_MS = 1
const LOOK_EVERY_MS = 20
const resources = resolve(import.meta.dirname, '../resources')

/** How fast many guests are created in a large fleet, every change on the disk, and what others feel of it. */
export async function benchBatch(): Promise<Result[]> {
  // The folder for temporary files is in memory on some systems.
  const cache = resolve(import.meta.dirname, '../.cache')
  mkdirSync(cache, { recursive: true })
  const dataFolder = mkdtempSync(join(cache, 'bench-batch-'))
  try {
    await fillFleet(dataFolder, { cells: CELLS, guests: GUESTS })
    const app = await openApp({ dataFolder, version: '0.0.0', resources })
    const results = await create(app).finally(() => app.close())
    await needAll(dataFolder)
    return results
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

async function create(app: App): Promise<Result[]> {
  // One window is told everything, as text, the way a socket tells it.
  const window = new BridgeConnection(app, { address: '127.0.0.1', send: (notice) => void JSON.stringify(notice) })
  window.present(await benchSession(app))
  const ask = async <T>(name: string, input: object): Promise<T> => {
    const reply = await window.call(name, input)
    if (!reply.ok) throw new Error(reply.error.message)
    return reply.value as T
  }
  const alike = { cores: 1, memory: 2 ** 30, disks: [2 ** 33], pool: 'pool-0' }
  // The first ones warm up what every later batch finds warm.
  await ended(ask, await ask('batch.createGuests', { ...alike, name_prefix: 'warm', count: 100 }), () => undefined)

  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  const looks: number[] = []
  histogram.enable()
  const ms = await timed(async () => {
    const task = await ask<Task>('batch.createGuests', { ...alike, name_prefix: 'more', count: MORE })
    await ended(
      ask,
      task,
      async () => void looks.push(await timed(() => ask('guest.page', { limit: 20, keyword: 'm' })))
    )
  })
  histogram.disable()
  window.close()

  const late = histogram.percentile(99) / 1e6 - RESOLUTION_MS
  const [perSecond, page] = [(MORE / ms) * 1000, percentile99(looks)]
  return [
    {
      name: `guests created in a batch of ${MORE}, ${CELLS} cells and ${GUESTS} guests there`,
      figure: `${perSecond.toFixed(0)} per second`,
      target: `> ${PROMISED_PER_SECOND} per second`,
      ok: perSecond > PROMISED_PER_SECOND
    },
    {
      name: 'main loop meanwhile, 99 % of its turns',
      figure: `${late.toFixed(1)} ms late (at most ${(histogram.max / 1e6).toFixed(1)} ms)`,
      target: `< ${PROMISED_DELAY_MS} ms`,
      ok: late < PROMISED_DELAY_MS
    },
    {
      name: `a page of guests meanwhile, 99 % of ${looks.length}`,
      figure: `${page.toFixed(1)} ms`,
      target: `< ${PROMISED_PAGE_MS} ms`,
      ok: page < PROMISED_PAGE_MS
    }
  ]
}

async function ended(
  ask: (name: string, input: object) => Promise<Task>,
  { id }: Task,
  meanwhile: () => unknown
): Promise<void> {
  for (;;) {
    const task = await ask('task.get', { id })
    if (task.state === 'done') return
    if (task.state !== 'running') throw new Error(task.error)
    await meanwhile()
    await setTimeout(LOOK_EVERY_MS)
  }
}

const percentile99 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? NaN

/** Every guest that was told of is found by the next start. */
async function needAll(dataFolder: string): Promise<void> {
  const db = await Database.open(join(dataFolder, 'store'))
  const found = new GuestRepository(db).page({ keyword: 'more_' }, -1, 0).filter(({ created }) => created).length
  await db.close()
  if (found !== MORE) throw new Error(`${found} of ${MORE} guests are in the store`)
}
