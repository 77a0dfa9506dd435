import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HistorySample } from '@shared/contract/instance'
import type { PlaceSample } from '@shared/contract/status'
import { appLog } from '../support/app-log'
import { hurriedClock } from '../support/hurried-clock'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30

describe('the history of guests', () => {
  let world: World
  beforeEach(async () => void (world = await createWorld({ clock: hurriedClock(50) })))
  afterEach(() => world.close())

  const create = async (name: string, more: object = {}): Promise<string> =>
    (await world.ended(await world.client.guest.create({ name, cores: 1, memory: GiB, disks: [GiB], ...more }))).subject
  const samplesOf = async (id: string, span?: 'minutes' | 'hour' | 'day' | 'month'): Promise<HistorySample[]> =>
    (await world.client.instance.history({ id, span })).samples
  const fileOf = (id: string): string => join(world.folder, 'history', `${id}.usage`)
  const isGone = (path: string): Promise<boolean> =>
    access(path).then(
      () => false,
      () => true
    )

  test('a guest that runs is followed, one that does not has none', async () => {
    const [web, db] = [await create('web', { start: true }), await create('db')]
    const samples = await until('five steps', async () => {
      const found = await samplesOf(web)
      return found.length > 4 ? found : undefined
    })
    for (const { cpu_usage, memory_available, send_speed } of samples) {
      expect(cpu_usage).toBeGreaterThan(0)
      expect(memory_available).toBeGreaterThan(0)
      expect(send_speed).toBeGreaterThan(0)
    }
    expect(await samplesOf(web, 'month')).not.toEqual([])
    const minutes = (await samplesOf(web, 'minutes')).map(({ time }) => time)
    expect(minutes.length).toBeGreaterThan(4)
    expect(minutes.at(-1)! - minutes[0]!).toBeLessThan(600_000)
    expect(await world.client.instance.history({ id: web, span: 'day' })).toMatchObject({ step: 60_000 })
    expect(await world.client.instance.history({ id: db })).toEqual({ step: 2_000, samples: [] })
  })

  test('outlives a restart, and is written each minute without one', async () => {
    const id = await create('web', { auto_start: true })
    const [first] = await until('a first step', async () => {
      const found = await samplesOf(id)
      return found.length > 1 ? found : undefined
    })
    await until('a file', async () => !(await isGone(fileOf(id))))
    await world.restart()
    const before = await samplesOf(id)
    expect(before[0]).toEqual(first)
    await until('more of it', async () => (await samplesOf(id)).length > before.length)
  })

  test('goes with its guest, also while nobody looks', async () => {
    const id = await create('web', { auto_start: true })
    await until('a file', async () => !(await isGone(fileOf(id))))
    await world.client.guest.remove({ id, force: true })
    await until('the file to be gone', () => isGone(fileOf(id)))
    await expect(samplesOf(id)).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })
    const left = fileOf('11111111-1111-4111-8111-111111111111')
    await writeFile(left, '')
    await world.restart()
    await until('what was left to be gone', () => isGone(left))
  })

  test('a damaged file is dropped with a word in the log, and no other', async () => {
    const [web, db] = [await create('web', { auto_start: true }), await create('db', { auto_start: true })]
    for (const id of [web, db]) await until('a file', async () => !(await isGone(fileOf(id))))
    await world.restart()
    const kept = await samplesOf(db)
    await writeFile(fileOf(web), Buffer.alloc(4096, 7))
    await samplesOf(web)
    expect((await samplesOf(db))[0]).toEqual(kept[0])
    const logs = await until('the log', async () => {
      const text = await appLog(world.folder)
      return text.includes('history') ? text : undefined
    })
    expect(logs).toMatch(new RegExp(`warn history: the load history of a guest is lost: .*"id":"${web}"`))
    expect(logs).not.toContain(db)
  })
})

describe('the history of places', () => {
  let world: World
  beforeEach(async () => void (world = await createWorld({ clock: hurriedClock(50) })))
  afterEach(() => world.close())

  const of = async (place: object = {}): Promise<PlaceSample[]> => (await world.client.status.history(place)).samples
  const someOf = (place: object = {}): Promise<PlaceSample[]> =>
    until(`steps of ${JSON.stringify(place)}`, async () => {
      const found = await of(place)
      return found.length > 2 ? found : undefined
    })
  const cell = { pool: 'default', cell: 'sim-a' }

  test('is kept of everything, of pools and of cells, and outlives a restart', async () => {
    const [zone = [], ...others] = await Promise.all([someOf(), someOf({ pool: 'default' }), someOf(cell)])
    const { max_memory } = await world.client.status.zone({})
    for (const { cpu_usage, memory_used } of [zone, ...others].flat()) {
      expect(cpu_usage).toBeGreaterThan(0)
      expect(memory_used).toBeGreaterThan(0)
      expect(memory_used).toBeLessThan(max_memory)
    }
    expect(await world.client.status.history({ span: 'month' })).toMatchObject({ step: 1_800_000 })
    await world.restart()
    expect((await of())[0]).toEqual(zone[0])
    expect((await of(cell))[0]).toEqual(others[1]?.[0])
  })

  test('has nothing of a pool without cells, and goes with its place', async () => {
    await world.client.computePool.create({ pool: 'Spare' })
    await someOf()
    expect(await of({ pool: 'Spare' })).toEqual([])
    const file = join(world.folder, 'history-of-places', 'pool-+spare.usage')
    await writeFile(file, '')
    await world.client.computePool.remove({ pool: 'Spare' })
    await world.restart()
    await expect(access(file)).rejects.toThrow('ENOENT')
    for (const [place, code] of [
      [{ pool: 'Spare' }, 'POOL_NOT_FOUND'],
      [{ ...cell, cell: 'nothing' }, 'CELL_NOT_FOUND'],
      [{ cell: 'sim-a' }, 'INPUT_INVALID']
    ] as const)
      await expect(of(place)).rejects.toMatchObject({ code })
  })
})
