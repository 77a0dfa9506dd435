import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NewGuest } from '@shared/contract/guest'
import type { z } from 'zod'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30
const wanted = (more: Partial<z.input<typeof NewGuest>> = {}): z.input<typeof NewGuest> => ({
  name: 'web-1',
  cores: 2,
  memory: GiB,
  disks: [8 * GiB],
  ...more
})

describe('guests', () => {
  let world: World
  beforeEach(async () => void (world = await createWorld()))
  afterEach(() => world.close())

  const create = async (more: Partial<z.input<typeof NewGuest>> = {}): Promise<string> => {
    const task = await world.ended(await world.client.guest.create(wanted(more)))
    expect(task).toMatchObject({ state: 'done', error: '', title: more.name ?? 'web-1' })
    return task.subject
  }

  test('a created guest is listed, stopped, placed on a cell, and belongs to who asked', async () => {
    const id = await create()
    const { result, total } = await world.client.guest.page({})
    expect(total).toBe(1)
    expect(result[0]).toMatchObject({
      id,
      name: 'web-1',
      created: true,
      running: false,
      lost: false,
      error: '',
      owner: 'ada',
      group: 'admin',
      pool: 'default',
      cell: 'sim-a',
      total_disk: 8 * GiB
    })
    expect(result[0]?.ethernet_address).toMatch(/^00:16:3e:/)
  })

  test('starts, stops by force and is deleted, and every window hears of it', async () => {
    const id = await create({ start: true })
    expect(await world.client.guest.get({ id })).toMatchObject({ running: true })
    await expect(world.client.guest.remove({ id })).rejects.toMatchObject({ code: 'GUEST_RUNNING' })
    await world.client.instance.stop({ id, force: true })
    expect(await world.client.guest.get({ id })).toMatchObject({ running: false })
    await world.client.guest.remove({ id })
    await expect(world.client.guest.get({ id })).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })
    expect(world.notices.some(({ name, payload }) => name === 'guest.removed' && payload.id === id)).toBe(true)
  })

  test('is the same again, with its revision, until something about it changes', async () => {
    const { guest, instance } = world.client
    const id = await create()
    const first = await guest.get({ id })
    expect(await guest.get({ id })).toEqual(first)
    await guest.rename({ id, name: 'web-2' })
    const second = await guest.get({ id })
    expect(second).toEqual({ ...first, name: 'web-2', revision: second.revision })
    await instance.start({ id })
    const third = await guest.get({ id })
    expect(third).toMatchObject({ name: 'web-2', running: true })
    expect(second.revision).toBeGreaterThan(first.revision)
    expect(third.revision).toBeGreaterThan(second.revision)
  })

  test('force deletes a running guest', async () => {
    const id = await create({ start: true })
    await world.client.guest.remove({ id, force: true })
    expect((await world.client.guest.page({})).total).toBe(0)
  })

  test('a name is taken once per pool', async () => {
    await create()
    await expect(world.client.guest.create(wanted())).rejects.toMatchObject({
      code: 'GUEST_NAME_TAKEN',
      message: 'Compute pool "default" has a guest called "web-1" already'
    })
    expect((await world.client.task.list({})).filter(({ operation }) => operation === 'guest.create')).toHaveLength(1)
  })

  test.each([
    ['an unknown pool', { pool: 'nowhere' }, 'POOL_NOT_FOUND'],
    ['an unknown cell', { cell: 'nowhere' }, 'CELL_NOT_FOUND'],
    ['an unknown image', { from_image: 'nothing' }, 'IMAGE_NOT_FOUND'],
    ['an unknown medium', { from_media: 'nothing' }, 'IMAGE_NOT_FOUND'],
    ['more memory than any cell has', { memory: 4096 * GiB }, 'PLACEMENT_REFUSED'],
    ['a larger disk than any cell has', { disks: [2 ** 50] }, 'PLACEMENT_REFUSED'],
    ['a name with a comma', { name: 'a,b' }, 'INPUT_INVALID'],
    ['a name of 10,000 characters', { name: 'x'.repeat(10_000) }, 'INPUT_INVALID'],
    ['no disk', { disks: [] }, 'INPUT_INVALID']
  ])('%s is refused at once and leaves nothing', async (_what, more, code) => {
    await expect(world.client.guest.create(wanted(more))).rejects.toMatchObject({ code })
    expect((await world.client.guest.page({})).total).toBe(0)
    expect(await world.client.task.list({})).toEqual([])
  })

  test('a disabled cell takes no new guest', async () => {
    await world.client.cell.modify({ pool: 'default', cell: 'sim-a', enable: false })
    await expect(world.client.guest.create(wanted())).rejects.toMatchObject({
      code: 'PLACEMENT_REFUSED',
      message: expect.stringContaining('disabled')
    })
  })

  test('two starts at once: one is refused and told what holds the guest', async () => {
    const id = await create()
    const results = await Promise.allSettled([world.client.instance.start({ id }), world.client.instance.start({ id })])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'GUEST_BUSY' } })
  })

  test('a guest is still there after a restart', async () => {
    const id = await create()
    await world.restart()
    expect(await world.client.guest.get({ id })).toMatchObject({ name: 'web-1', created: true })
  })

  test('search finds by owner or group and by status', async () => {
    await create()
    await create({ name: 'db-1', owner: 'bob', start: true })
    const names = async (filter: object): Promise<string[]> =>
      (await world.client.guest.search(filter)).map(({ name }) => name)
    expect(await names({})).toEqual(['db-1', 'web-1'])
    expect(await names({ owner: 'bob' })).toEqual(['db-1'])
    expect(await names({ owner: 'nobody', group: 'admin' })).toEqual(['db-1', 'web-1'])
    expect(await names({ status: 0 })).toEqual(['web-1'])
    expect(await names({ pool: 'default', status: 1 })).toEqual(['db-1'])
  })
})
