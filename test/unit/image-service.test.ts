import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type World } from '../support/world'

/** A raw disk of 64 KiB with something in it. */
const raw = Buffer.alloc(64 << 10, 'a disk with nothing on it ')

describe('images', () => {
  let world: World
  beforeEach(async () => void (world = await createWorld()))
  afterEach(() => world.close())

  const files = (): Promise<string[]> => readdir(join(world.folder, 'images/disk')).catch(() => [])
  const make = async (name = 'base'): Promise<string> => (await world.client.diskImage.create({ name })).id

  async function send(id: string, bytes: readonly Buffer[], size?: number): Promise<void> {
    const { ticket } = await world.client.diskImage.upload({ id, ...(size !== undefined && { size }) })
    const pipe = world.app.tickets.redeem(ticket)
    if (pipe.kind !== 'upload') throw new Error(pipe.kind)
    await pipeline(Readable.from(bytes), await pipe.open())
  }

  test('a file is received, checked, kept for reading only, and comes back the same', async () => {
    const id = await make()
    expect(await world.client.diskImage.get({ id })).toMatchObject({ created: false, size: 0, owner: 'ada' })
    await send(id, [raw.subarray(0, 1000), raw.subarray(1000)], raw.length)
    expect(await world.client.diskImage.get({ id })).toMatchObject({
      created: true,
      size: raw.length,
      virtual_size: raw.length,
      format: 'raw',
      error: ''
    })
    const { ticket } = await world.client.diskImage.download({ id })
    const pipe = world.app.tickets.redeem(ticket)
    if (pipe.kind !== 'download') throw new Error(pipe.kind)
    expect(pipe).toMatchObject({ size: raw.length, name: 'base.raw' })
    expect(await buffer(await pipe.open())).toEqual(raw)
    expect(world.notices).toContainEqual(
      expect.objectContaining({ name: 'disk_image.changed', payload: expect.objectContaining({ id, created: true }) })
    )
  })

  test('an upload that breaks off leaves its record, marked, and no file', async () => {
    const id = await make()
    const { ticket } = await world.client.diskImage.upload({ id, size: raw.length })
    const pipe = world.app.tickets.redeem(ticket)
    if (pipe.kind !== 'upload') throw new Error(pipe.kind)
    const broken = Readable.from(
      (async function* () {
        yield raw.subarray(0, 4096)
        throw new Error('the line was cut')
      })()
    )
    await expect(pipeline(broken, await pipe.open())).rejects.toThrow('the line was cut')
    expect(await world.client.diskImage.get({ id })).toMatchObject({ created: false, error: 'the line was cut' })
    expect(await files()).toEqual([])
    await send(id, [raw])
    expect(await world.client.diskImage.get({ id })).toMatchObject({ created: true, error: '' })
  })

  test('a file that is no image is refused, and its record says why', async () => {
    const id = await make()
    await expect(send(id, [Buffer.from('my notes')])).rejects.toMatchObject({ code: 'IMAGE_REFUSED' })
    const why = 'it is not a whole number of sectors of 512 bytes long'
    expect(await world.client.diskImage.get({ id })).toMatchObject({ created: false, error: why })
    expect(await files()).toEqual([])
  })

  test.each([
    ['fewer', raw.length + 512],
    ['more', raw.length - 512]
  ])('%s bytes than announced are refused', async (_what, size) => {
    const id = await make()
    await expect(send(id, [raw], size)).rejects.toMatchObject({ code: 'BODY_INVALID' })
    expect(await files()).toEqual([])
  })

  test('an upload that cannot fit is refused before its first byte', async () => {
    const id = await make()
    await expect(send(id, [raw], 2 ** 52)).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(await world.client.diskImage.get({ id })).toMatchObject({ error: expect.stringContaining('disk is full') })
  })

  test('while a file is received a second one is refused, and so is a removal', async () => {
    const id = await make()
    const { ticket } = await world.client.diskImage.upload({ id })
    const pipe = world.app.tickets.redeem(ticket)
    if (pipe.kind !== 'upload') throw new Error(pipe.kind)
    const stream = await pipe.open()
    await expect(world.client.diskImage.upload({ id })).rejects.toMatchObject({ code: 'IMAGE_LOCKED' })
    await expect(world.client.diskImage.remove({ id })).rejects.toMatchObject({ code: 'IMAGE_LOCKED' })
    await pipeline(Readable.from([raw]), stream)
    await world.client.diskImage.remove({ id })
    expect(await files()).toEqual([])
  })

  test('an image that a linked guest needs cannot be deleted or replaced; the refusal names the guest', async () => {
    const id = await make()
    await send(id, [raw])
    const task = await world.client.guest.create({
      name: 'web-1',
      cores: 1,
      memory: 1 << 30,
      disks: [1 << 30],
      from_image: id
    })
    expect(await world.ended(task)).toMatchObject({ state: 'done' })
    const refused = { code: 'IMAGE_IN_USE', message: 'Image "base" is used by web-1' }
    await expect(world.client.diskImage.remove({ id })).rejects.toMatchObject(refused)
    await expect(world.client.diskImage.upload({ id })).rejects.toMatchObject(refused)
    await world.client.guest.remove({ id: task.subject })
    await world.client.diskImage.remove({ id })
    await expect(world.client.diskImage.get({ id })).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
  })

  test('a disk that is smaller than its image is refused', async () => {
    const id = await make()
    await send(id, [raw])
    const small = { name: 'web-1', cores: 1, memory: 1 << 30, disks: [512], from_image: id }
    await expect(world.client.guest.create(small)).rejects.toMatchObject({ code: 'DISK_TOO_SMALL' })
  })

  test('a name is taken once per group and kind', async () => {
    await make()
    await expect(make()).rejects.toMatchObject({ code: 'IMAGE_NAME_TAKEN' })
    await expect(world.client.mediaImage.create({ name: 'base' })).resolves.toHaveProperty('id')
  })

  test('what was half received is gone after a restart, and what was whole is there', async () => {
    const id = await make()
    await send(id, [raw])
    const other = await make('other')
    const { ticket } = await world.client.diskImage.upload({ id: other })
    const pipe = world.app.tickets.redeem(ticket)
    if (pipe.kind !== 'upload') throw new Error(pipe.kind)
    const stream = await pipe.open()
    stream.on('error', () => undefined).write(raw)
    await world.restart()
    expect(await world.client.diskImage.get({ id: other })).toMatchObject({
      created: false,
      error: 'The application was closed before the file was whole'
    })
    expect(await files()).toHaveLength(1)
    expect(await readFile(join(world.folder, 'images/disk', (await files())[0]!))).toEqual(raw)
  })

  test('search goes by owner or group, and by any of some tags', async () => {
    await world.client.diskImage.create({ name: 'a', tags: ['linux', '64bit'] })
    await world.client.diskImage.create({ name: 'b', owner: 'bob', group: 'lab', tags: ['windows'] })
    const names = async (filter: object): Promise<string[]> =>
      (await world.client.diskImage.search(filter)).map(({ name }) => name)
    expect(await names({})).toEqual(['a', 'b'])
    expect(await names({ owner: 'bob' })).toEqual(['b'])
    expect(await names({ tags: ['64bit', 'windows'] })).toEqual(['a', 'b'])
    expect(await names({ tags: ['32bit'] })).toEqual([])
  })
})
