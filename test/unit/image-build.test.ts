import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVolumeWorld, type VolumeWorld } from '../support/volume-world'

describe('an image built of a guest', () => {
  let it: VolumeWorld
  let guest: string
  beforeEach(async () => {
    it = await createVolumeWorld()
    guest = await it.guest()
  })
  afterEach(() => it.world.close())

  const build = (name = 'golden', of = guest) => it.world.client.diskImage.build({ name, guest: of, tags: ['lab'] })
  const images = () => it.world.client.diskImage.search({})

  test('has the file of its system disk, and makes guests', async () => {
    const { subject } = await it.done(build())
    const [image] = await images()
    expect(image).toMatchObject({ id: subject, name: 'golden', tags: ['lab'], created: true, error: '' })
    expect(image?.checksum).toMatch(/^[0-9a-f]{64}$/)
    await it.guest({ name: 'web-2', from_image: subject })
  })

  test('is listed with its progress from the start on, and holds the guest', async () => {
    it.hold()
    const task = build()
    await task
    expect(await images()).toMatchObject([{ name: 'golden', created: false }])
    await expect(it.world.client.instance.start({ id: guest })).rejects.toMatchObject({
      code: 'GUEST_BUSY',
      message: 'Guest "web-1" is busy: disk image "golden" is being built from it'
    })
    it.release()
    await it.done(task)
  })

  test('that fails is told by its record, which can be deleted', async () => {
    it.driver.faults.failNext('disks', 'the disk is broken')
    const task = await it.world.ended(await build())
    expect(task).toMatchObject({ state: 'failed', error: expect.stringContaining('the disk is broken') })
    const [image] = await images()
    expect(image).toMatchObject({ created: false, error: expect.stringContaining('the disk is broken') })
    await it.world.client.diskImage.remove({ id: task.subject })
    expect(await images()).toEqual([])
  })

  test('that a crash cut off is marked by the next start', async () => {
    it.hold()
    const task = await build()
    await it.keepStore()
    await it.restartFromKept(() => it.release())
    expect(await images()).toMatchObject([{ created: false, error: 'the application ended before it was built' }])
    expect(await it.world.client.task.get({ id: task.id })).toMatchObject({ state: 'interrupted' })
    await it.world.client.instance.start({ id: guest })
  })

  test.each([
    ['a guest that is not known', () => build('golden', 'none'), 'GUEST_NOT_FOUND'],
    ['a name with a slash', () => build('../golden'), 'INPUT_INVALID'],
    [
      'a guest that runs',
      async () => {
        await it.world.client.instance.start({ id: guest })
        return build()
      },
      'GUEST_RUNNING'
    ]
  ])('of %s is refused and leaves no record', async (_what, order, code) => {
    await expect(order()).rejects.toMatchObject({ code })
    expect(await images()).toEqual([])
  })

  test('with a name that is taken is refused', async () => {
    await it.done(build())
    await expect(build()).rejects.toMatchObject({ code: 'IMAGE_NAME_TAKEN' })
    expect(await images()).toHaveLength(1)
  })

  test("of somebody else's guest is refused", async () => {
    const stranger = it.world.clientFor(await it.world.signIn('eve', ['image', 'instance'], 'strangers'))
    await expect(stranger.diskImage.build({ name: 'golden', guest })).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })
  })
})
