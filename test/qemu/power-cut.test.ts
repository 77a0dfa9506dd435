import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { DiskImage } from '@shared/contract/disk-image'
import type { Guest } from '@shared/contract/guest'
import type { HistorySample } from '@shared/contract/instance'
import { processesIn } from '../support/host-processes'
import { ServedApp } from '../support/served-app'
import { START_MS, until } from '../support/until'

/** The load is written each minute. */
const SAVED_MS = 90_000

test('after a power cut guests with auto start run again, others do not, and all but the last minute of their load is there', async () => {
  const app = await ServedApp.start()
  onTestFinished(() => app.close())
  const [image] = await app.ask<DiskImage[]>('GET /disk_image_search/')
  const create = async (name: string, more: object): Promise<string> => {
    const wanted = { name, cores: 1, memory: 64 << 20, disks: [1 << 20], from_image: image!.id, ...more }
    return (await app.done('POST /guests/', wanted)).subject
  }
  const [web, db] = [await create('web', { auto_start: true }), await create('db', { start: true })]
  const isRunning = async (id: string): Promise<boolean> => (await app.ask<Guest>(`GET /guests/${id}`)).running
  const historyOf = async (id: string): Promise<HistorySample[]> =>
    (await app.ask<{ samples: HistorySample[] }>(`GET /instances/${id}/history/`)).samples

  const isThere = (id: string): Promise<boolean> =>
    access(join(app.folder, 'history', `${id}.usage`)).then(
      () => true,
      () => false
    )
  await until('both to be written', async () => (await isThere(web)) && isThere(db), SAVED_MS)
  const before = await historyOf(web)
  expect(before.length).toBeGreaterThan(10)

  await app.kill()
  for (const pid of await processesIn(join(app.folder, 'guests'))) process.kill(pid, 'SIGKILL')
  await app.startAgain()
  await until('the guest to run', () => isRunning(web), START_MS)
  expect(await isRunning(db)).toBe(false)

  const after = await historyOf(web)
  expect(after[0]).toEqual(before[0])
  const kept = after.filter(({ time }) => time <= before.at(-1)!.time)
  expect(before.at(-1)!.time - kept.at(-1)!.time).toBeLessThan(60_000)
  const last = after.at(-1)!.time
  await until('more of it', async () => (await historyOf(web)).some(({ time }) => time > last), START_MS)
}, 300_000)
