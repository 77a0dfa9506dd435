import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../support/until'
import { createVolumeWorld, GiB, type VolumeWorld } from '../support/volume-world'

describe('the reset of a system', () => {
  let it: VolumeWorld
  let image: string
  let id: string
  beforeEach(async () => {
    it = await createVolumeWorld()
    image = await it.image('base')
    id = await it.guest({ from_image: image, modules: ['cloud-init', 'qemu'] })
  })
  afterEach(() => it.world.close())

  const reset = (from_image = image) => it.world.client.guest.resetSystem({ id, from_image })
  const guest = () => it.world.client.guest.get({ id })
  const instanceId = async () => (await it.driver.guests.list()).find(({ spec }) => spec.id === id)?.spec.cloud_init

  test('puts a fresh copy of the image in its place, and makes cloud-init start over', async () => {
    const before = await instanceId()
    const other = await it.image('other')
    await it.done(reset(other))
    expect(await guest()).toMatchObject({ from_image: other, disks: [8 * GiB, 4 * GiB], created: true })
    expect((await instanceId())?.instance_id).not.toBe(before?.instance_id)
    await it.world.client.instance.start({ id })
  })

  test('gives the fresh system the password that was set last, and tells no other', async () => {
    const { user } = await it.world.client.guest.getAuth({ id })
    await it.world.client.instance.start({ id })
    await it.world.client.guest.setAuth({ id, password: 'Other-secret-2' })
    await it.world.client.instance.stop({ id, force: true })
    await it.done(reset())
    expect(await it.world.client.guest.getAuth({ id })).toEqual({ user, password: 'Other-secret-2' })
    expect(await instanceId()).toMatchObject({ admin_name: user, admin_secret: 'Other-secret-2' })

    await it.world.client.instance.start({ id })
    await it.world.client.guest.setAuth({ id, user: 'someone', password: 'Third-secret-3' })
    await it.world.client.instance.stop({ id, force: true })
    await it.done(reset())
    expect(await it.world.client.guest.getAuth({ id })).toEqual({ user, password: 'Other-secret-2' })
  })

  test('of a guest without cloud-init forgets the password that it had', async () => {
    const plain = await it.guest({ name: 'web-2', from_image: image, modules: ['qemu'], start: true })
    await it.world.client.guest.setAuth({ id: plain, user: 'root', password: 'Other-secret-2' })
    await it.world.client.instance.stop({ id: plain, force: true })
    await it.done(it.world.client.guest.resetSystem({ id: plain, from_image: image }))
    expect(await it.world.client.guest.getAuth({ id: plain })).toEqual({ user: '', password: '' })
  })

  test('keeps its image in use from the start on, and the one before no longer than needed', async () => {
    const other = await it.image('other')
    it.hold()
    const task = reset(other)
    await task
    for (const used of [image, other])
      await expect(it.world.client.diskImage.remove({ id: used })).rejects.toMatchObject({ code: 'IMAGE_IN_USE' })
    it.release()
    await it.done(task)
    await it.world.client.diskImage.remove({ id: image })
    await expect(it.world.client.diskImage.remove({ id: other })).rejects.toMatchObject({ code: 'IMAGE_IN_USE' })
  })

  test('says what the guest is busy with', async () => {
    it.hold()
    const task = reset()
    await task
    await expect(it.world.client.instance.start({ id })).rejects.toMatchObject({
      code: 'GUEST_BUSY',
      message: 'Guest "web-1" is busy: its system is being reset'
    })
    it.release()
    await it.done(task)
  })

  test('that fails leaves the system as it was', async () => {
    const other = await it.image('other')
    it.driver.faults.failNext('disks', 'the disk is broken')
    const task = await it.world.ended(await reset(other))
    expect(task).toMatchObject({ state: 'failed', error: expect.stringContaining('the disk is broken') })
    expect(await guest()).toMatchObject({ from_image: image, created: true })
    await it.world.client.diskImage.remove({ id: other })
  })

  test('that is cancelled leaves the system as it was', async () => {
    const other = await it.image('other')
    it.hold()
    const task = await reset(other)
    await it.world.client.task.cancel({ id: task.id })
    expect(await it.world.ended(task)).toMatchObject({ state: 'cancelled' })
    expect(await guest()).toMatchObject({ from_image: image })
    await it.world.client.diskImage.remove({ id: other })
  })

  test('that a crash cut off is done again by the next start, and its task says so', async () => {
    const other = await it.image('other')
    it.hold()
    const task = await reset(other)
    await it.keepStore()
    await it.restartFromKept(() => it.release())
    await until('the reset to be done again', async () => (await guest()).from_image === other)
    await until('its task to end', async () => (await it.world.client.task.get({ id: task.id })).state === 'done')
    await it.world.client.instance.start({ id })
  })

  test.each([
    ['an image that is not known', () => reset('none'), 'IMAGE_NOT_FOUND'],
    ['an image that is larger than the disk', async () => reset(await it.image('large', 9 * GiB)), 'DISK_TOO_SMALL'],
    [
      'an image without a file',
      async () => reset((await it.world.client.diskImage.create({ name: 'void' })).id),
      'IMAGE_NOT_READY'
    ]
  ])('from %s is refused at once', async (_what, order, code) => {
    await expect(order()).rejects.toMatchObject({ code })
    expect(await guest()).toMatchObject({ from_image: image })
  })

  test.each([
    ['that runs', () => it.world.client.instance.start({ id }), 'GUEST_RUNNING'],
    ['that has snapshots', () => it.done(it.world.client.snapshot.create({ id, name: 'a' })), 'GUEST_HAS_SNAPSHOTS']
  ])('of a guest %s is refused', async (_what, prepare, code) => {
    await prepare()
    await expect(reset()).rejects.toMatchObject({ code })
  })
})
