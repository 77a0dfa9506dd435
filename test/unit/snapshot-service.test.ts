import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../support/until'
import { createVolumeWorld, GiB, type VolumeWorld } from '../support/volume-world'

describe('snapshots', () => {
  let it: VolumeWorld
  let id: string
  beforeEach(async () => {
    it = await createVolumeWorld()
    id = await it.guest()
  })
  afterEach(() => it.world.close())

  const snapshots = {
    take: (name: string, description = '') => it.done(it.world.client.snapshot.create({ id, name, description })),
    restore: (target: string) => it.done(it.world.client.snapshot.restore({ id, target })),
    remove: (name: string) => it.done(it.world.client.snapshot.remove({ id, name })),
    list: () => it.world.client.snapshot.list({ id })
  }
  const counted = async (): Promise<number> => (await it.world.client.guest.get({ id })).snapshots

  test('a guest has an empty tree at first', async () => {
    expect(await snapshots.list()).toEqual({})
    expect(await counted()).toBe(0)
  })

  test('the tree shows the root, what each was taken on, and which is current', async () => {
    for (const name of ['snapshot1', 'snapshot2', 'snapshot3']) await snapshots.take(name)
    expect(await snapshots.list()).toEqual({
      snapshot1: { is_root: true },
      snapshot2: { backing: 'snapshot1' },
      snapshot3: { backing: 'snapshot2', is_current: true }
    })
    expect(await counted()).toBe(3)
    const news = it.world.notices.filter(({ name, payload }) => name === 'guest.changed' && payload.id === id)
    expect(news.at(-1)?.payload).toMatchObject({ snapshots: 3 })
  })

  test('one is looked at with its description and time', async () => {
    await snapshots.take('before.update', 'as it was')
    expect(await it.world.client.snapshot.get({ id, name: 'before.update' })).toEqual({
      running: false,
      description: 'as it was',
      create_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    })
  })

  test('restored and deleted, the tree and the guest follow, and a restart changes nothing', async () => {
    await snapshots.take('a')
    await it.done(it.world.client.guest.resizeDisk({ id, disk: 0, size: 10 * GiB }))
    await snapshots.take('b')
    await snapshots.restore('a')
    expect((await it.world.client.guest.get({ id })).disks).toEqual([8 * GiB, 4 * GiB])
    await snapshots.take('c')
    await snapshots.remove('c')
    const expected = { a: { is_root: true, is_current: true }, b: { backing: 'a' } }
    expect(await snapshots.list()).toEqual(expected)
    await it.world.restart()
    expect(await snapshots.list()).toEqual(expected)
    expect(await counted()).toBe(2)
    await snapshots.restore('b')
    expect((await it.world.client.guest.get({ id })).disks).toEqual([10 * GiB, 4 * GiB])
  })

  test('what others need is not deleted, and the refusal names them', async () => {
    await snapshots.take('a')
    await snapshots.take('b')
    await snapshots.restore('a')
    await snapshots.take('c')
    await expect(it.world.client.snapshot.remove({ id, name: 'a' })).rejects.toMatchObject({
      code: 'SNAPSHOT_NEEDED',
      message: 'Snapshot "a" of guest "web-1" is needed by b, c'
    })
    await snapshots.restore('a')
    await expect(it.world.client.snapshot.remove({ id, name: 'a' })).rejects.toMatchObject({ code: 'SNAPSHOT_NEEDED' })
    expect(await counted()).toBe(3)
  })

  test.each([
    ['a name that is taken', () => it.world.client.snapshot.create({ id, name: 'a' }), 'SNAPSHOT_NAME_TAKEN'],
    ['a name with a slash', () => it.world.client.snapshot.create({ id, name: '../a' }), 'INPUT_INVALID'],
    ['a name that objects have', () => it.world.client.snapshot.create({ id, name: '__proto__' }), 'INPUT_INVALID'],
    ['restoring an unknown one', () => it.world.client.snapshot.restore({ id, target: 'z' }), 'SNAPSHOT_NOT_FOUND'],
    ['deleting an unknown one', () => it.world.client.snapshot.remove({ id, name: 'z' }), 'SNAPSHOT_NOT_FOUND'],
    ['looking at an unknown one', () => it.world.client.snapshot.get({ id, name: 'z' }), 'SNAPSHOT_NOT_FOUND'],
    ['an unknown guest', () => it.world.client.snapshot.list({ id: 'nobody' }), 'GUEST_NOT_FOUND']
  ])('%s is refused at once and changes nothing', async (_what, order, code) => {
    await snapshots.take('a')
    const tasks = (await it.world.client.task.list({})).length
    await expect(order()).rejects.toMatchObject({ code })
    expect(await snapshots.list()).toEqual({ a: { is_root: true, is_current: true } })
    expect(await it.world.client.task.list({})).toHaveLength(tasks)
  })

  test('a running guest shows its tree, and takes no change', async () => {
    await snapshots.take('a')
    await it.world.client.instance.start({ id })
    expect(Object.keys(await snapshots.list())).toEqual(['a'])
    for (const order of [
      it.world.client.snapshot.create({ id, name: 'b' }),
      it.world.client.snapshot.restore({ id, target: 'a' }),
      it.world.client.snapshot.remove({ id, name: 'a' })
    ])
      await expect(order).rejects.toMatchObject({ code: 'GUEST_RUNNING' })
  })

  test('while one is taken the guest is busy and says with what; of two requests at once one is refused', async () => {
    it.hold()
    const orders = [
      it.world.client.snapshot.create({ id, name: 'a' }),
      it.world.client.snapshot.create({ id, name: 'b' })
    ]
    const results = await Promise.allSettled(orders)
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    const busy = { code: 'GUEST_BUSY', message: 'Guest "web-1" is busy: snapshot "a" is being taken' }
    expect(results[1]).toMatchObject({ reason: busy })
    await expect(it.world.client.instance.start({ id })).rejects.toMatchObject(busy)
    await expect(it.world.client.guest.remove({ id })).rejects.toMatchObject(busy)
    it.release()
    await until('the snapshot to be there', async () => (await counted()) === 1)
  })

  test('a cell that fails leaves the tree as it was, and the task says why', async () => {
    await snapshots.take('a')
    it.driver.faults.failNext('snapshots', 'the disk is broken')
    const task = await it.world.ended(await it.world.client.snapshot.create({ id, name: 'b' }))
    expect(task).toMatchObject({
      state: 'failed',
      title: 'web-1',
      error: expect.stringContaining('the disk is broken')
    })
    expect(await snapshots.list()).toEqual({ a: { is_root: true, is_current: true } })
  })

  test('one that is cancelled leaves the tree as it was', async () => {
    it.hold()
    const task = await it.world.client.snapshot.create({ id, name: 'a' })
    await it.world.client.task.cancel({ id: task.id })
    expect(await it.world.ended(task)).toMatchObject({ state: 'cancelled' })
    expect(await snapshots.list()).toEqual({})
  })

  test('after a crash the cell is right about the tree', async () => {
    await snapshots.take('a')
    await it.keepStore()
    await snapshots.take('b')
    await it.done(it.world.client.guest.resizeDisk({ id, disk: 1, size: 5 * GiB }))
    await it.restartFromKept()
    expect(await snapshots.list()).toEqual({ a: { is_root: true }, b: { backing: 'a', is_current: true } })
    expect(await it.world.client.guest.get({ id })).toMatchObject({ snapshots: 2, disks: [8 * GiB, 5 * GiB] })
  })

  test('a deleted guest takes its tree along', async () => {
    await snapshots.take('a')
    await it.world.client.guest.remove({ id })
    id = await it.guest()
    expect(await snapshots.list()).toEqual({})
  })
})
