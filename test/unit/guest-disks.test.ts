import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVolumeWorld, GiB, type VolumeWorld } from '../support/volume-world'

describe('the disks of a guest', () => {
  let it: VolumeWorld
  let id: string
  beforeEach(async () => {
    it = await createVolumeWorld()
    id = await it.guest()
  })
  afterEach(() => it.world.close())

  const grow = (disk: number, size: number) => it.world.client.guest.resizeDisk({ id, disk, size })
  const shrink = (disk: number) => it.world.client.guest.shrinkDisk({ id, disk })
  const sizes = async () => (await it.world.client.guest.get({ id })).disks

  test('grow one by one, and the windows hear of it', async () => {
    await it.done(grow(1, 6 * GiB))
    expect(await sizes()).toEqual([8 * GiB, 6 * GiB])
    const news = it.world.notices.filter(({ name, payload }) => name === 'guest.changed' && payload.id === id)
    expect(news.at(-1)?.payload).toMatchObject({ disks: [8 * GiB, 6 * GiB] })
    await it.world.restart()
    expect(await sizes()).toEqual([8 * GiB, 6 * GiB])
  })

  test('grow while the guest runs', async () => {
    await it.world.client.instance.start({ id })
    await it.done(grow(0, 9 * GiB))
    expect(await sizes()).toEqual([9 * GiB, 4 * GiB])
  })

  test('give space back without getting smaller', async () => {
    await it.done(shrink(0))
    expect(await sizes()).toEqual([8 * GiB, 4 * GiB])
  })

  test.each([
    ['the size it has', () => grow(0, 8 * GiB), 'DISK_NOT_LARGER'],
    ['a smaller size', () => grow(0, GiB), 'DISK_NOT_LARGER'],
    ['a disk that is not there', () => grow(2, 9 * GiB), 'DISK_NOT_FOUND'],
    ['giving back from a disk that is not there', () => shrink(2), 'DISK_NOT_FOUND'],
    ['more than the cell has', () => grow(0, 9000 * GiB), 'DISK_FULL'],
    ['a size below zero', () => grow(0, -1), 'INPUT_INVALID'],
    ['a size that is no number', () => grow(0, Number.NaN), 'INPUT_INVALID']
  ])('%s is refused at once and changes nothing', async (_what, order, code) => {
    const tasks = (await it.world.client.task.list({})).length
    await expect(order()).rejects.toMatchObject({ code })
    expect(await sizes()).toEqual([8 * GiB, 4 * GiB])
    expect(await it.world.client.task.list({})).toHaveLength(tasks)
  })

  test('space is not given back while the guest runs', async () => {
    await it.world.client.instance.start({ id })
    await expect(shrink(0)).rejects.toMatchObject({ code: 'GUEST_RUNNING' })
  })

  test('a cell that fails leaves the disk as it was, and the task says why', async () => {
    it.driver.faults.failNext('disks', 'the disk is broken')
    const task = await it.world.ended(await grow(0, 9 * GiB))
    expect(task).toMatchObject({ state: 'failed', error: expect.stringContaining('the disk is broken') })
    expect(await sizes()).toEqual([8 * GiB, 4 * GiB])
    await it.done(grow(0, 9 * GiB))
  })

  test('of two at once one is refused, and told what goes on', async () => {
    it.hold()
    const first = shrink(1)
    await expect(grow(1, 6 * GiB)).rejects.toMatchObject({
      code: 'GUEST_BUSY',
      message: 'Guest "web-1" is busy: its disk 1 is being shrunk'
    })
    it.release()
    await it.done(first)
  })
})
