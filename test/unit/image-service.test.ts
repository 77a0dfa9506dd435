import { createHash } from 'node:crypto'
import { readdir, readFile, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LogEntry } from '@shared/contract/log'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

/** A raw disk of 64 KiB with something in it. */
const raw = Buffer.alloc(64 << 10, 'a disk with nothing on it ')
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describe('images', () => {
  let world: World
  beforeEach(async () => void (world = await createWorld()))
  afterEach(() => world.close())

  const files = (): Promise<string[]> => readdir(join(world.folder, 'images/disk')).catch(() => [])
  const make = async (name = 'base'): Promise<string> => (await world.client.diskImage.create({ name })).id

  async function send(id: string, bytes: readonly Buffer[], more: object = {}): Promise<void> {
    const { ticket } = await world.client.diskImage.upload({ id, ...more })
    const pipe = world.app.tickets.redeem(ticket)
    if (pipe.kind !== 'upload') throw new Error(pipe.kind)
    await pipeline(Readable.from(bytes), await pipe.open())
  }

  test('a file is received, checked, kept for reading only, and comes back the same', async () => {
    const id = await make()
    expect(await world.client.diskImage.get({ id })).toMatchObject({ created: false, size: 0, owner: 'ada' })
    await send(id, [raw.subarray(0, 1000), raw.subarray(1000)], { size: raw.length })
    expect(await world.client.diskImage.get({ id })).toMatchObject({
      created: true,
      size: raw.length,
      virtual_size: raw.length,
      format: 'raw',
      checksum: sha256(raw),
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

  test('the log tells how an upload ended, not only that it began', async () => {
    const id = await make()
    await expect(send(id, [Buffer.from('my notes')])).rejects.toMatchObject({ code: 'IMAGE_REFUSED' })
    await send(id, [raw])
    const told = async (): Promise<string[]> =>
      ((await world.client.log.list({ format: 'array' })) as LogEntry[])
        .filter(({ operation }) => operation === 'diskImage.upload')
        .map(({ outcome }) => outcome)
    await until('four lines', async () => (await told()).length === 4)
    expect(await told()).toEqual(['ok', 'accepted', 'IMAGE_REFUSED', 'accepted'])
  })

  test('an upload that breaks off leaves its record, marked, and what has come; a new one begins anew', async () => {
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
    expect(await world.client.diskImage.get({ id })).toMatchObject({
      created: false,
      progress: 0,
      received: 4096,
      error: 'the line was cut'
    })
    expect(await files()).toEqual([`${id}.part`])
    await send(id, [raw])
    expect(await world.client.diskImage.get({ id })).toMatchObject({ created: true, received: 0, error: '' })
    expect(await files()).toEqual([expect.stringMatching(`^${id}_v.*img$`)])
  })

  test('a file that is no image is refused, and its record says why', async () => {
    const id = await make()
    await expect(send(id, [Buffer.from('my notes')])).rejects.toMatchObject({ code: 'IMAGE_REFUSED' })
    const why = 'it is no qcow2 file, no ISO image, and no raw disk, which is a whole number of 512-byte sectors long'
    expect(await world.client.diskImage.get({ id })).toMatchObject({ created: false, error: why })
    expect(await files()).toEqual([])
  })

  test.each([
    ['fewer', raw.length + 512],
    ['more', raw.length - 512]
  ])('%s bytes than announced are refused', async (_what, size) => {
    const id = await make()
    await expect(send(id, [raw], { size })).rejects.toMatchObject({ code: 'BODY_INVALID' })
    expect(await files()).toEqual([])
  })

  test('an upload that cannot fit is refused before its first byte', async () => {
    const id = await make()
    await expect(send(id, [raw], { size: 2 ** 52 })).rejects.toMatchObject({ code: 'DISK_FULL' })
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

  test('what was half received is there after a restart, and goes on; a day later it is gone', async () => {
    const half = await make()
    const { ticket } = await world.client.diskImage.upload({ id: half, size: raw.length })
    const pipe = world.app.tickets.redeem(ticket)
    if (pipe.kind !== 'upload') throw new Error(pipe.kind)
    const stream = await pipe.open()
    stream.on('error', () => undefined).write(raw.subarray(0, 4096))
    await world.restart()
    expect(await world.client.diskImage.get({ id: half })).toMatchObject({
      created: false,
      received: 4096,
      error: 'The application was closed before the file was whole'
    })
    await send(half, [raw.subarray(4096)], { size: raw.length, offset: 4096, checksum: sha256(raw) })
    expect(await world.client.diskImage.get({ id: half })).toMatchObject({ created: true, checksum: sha256(raw) })
    expect(await readFile(join(world.folder, 'images/disk', (await files())[0]!))).toEqual(raw)

    const old = await make('old')
    await send(old, [raw.subarray(0, 512)], { size: raw.length, length: 512 })
    const yesterday = (Date.now() - 25 * 3_600_000) / 1000
    await utimes(join(world.folder, `images/disk/${old}.part`), yesterday, yesterday)
    await world.restart()
    expect(await world.client.diskImage.get({ id: old })).toMatchObject({ created: false, received: 0 })
    expect(await files()).toHaveLength(1)
  })

  test('the part of an image goes with its record', async () => {
    const id = await make()
    await send(id, [raw.subarray(0, 512)], { size: raw.length, length: 512 })
    expect(await files()).toEqual([`${id}.part`])
    await world.client.diskImage.remove({ id })
    expect(await files()).toEqual([])
  })

  test('a record is changed in what is given, also to nothing', async () => {
    const { id } = await world.client.diskImage.create({ name: 'base', description: 'old', tags: ['a'], group: 'lab' })
    await world.client.diskImage.modify({ id, name: 'new', tags: [] })
    const changed = { name: 'new', description: 'old', tags: [], group: 'lab', owner: 'ada' }
    expect(await world.client.diskImage.get({ id })).toMatchObject(changed)
    expect(world.notices.at(-1)).toMatchObject({ name: 'disk_image.changed', payload: { id, name: 'new', tags: [] } })
    await world.client.diskImage.modify({ id, description: '', owner: 'bob' })
    expect(await world.client.diskImage.get({ id })).toMatchObject({ ...changed, description: '', owner: 'bob' })
  })

  test('a record cannot take a name that its group has, nor change while a file comes', async () => {
    await make('taken')
    const id = await make()
    await expect(world.client.diskImage.modify({ id, name: 'taken' })).rejects.toMatchObject({
      code: 'IMAGE_NAME_TAKEN',
      message: expect.stringContaining('"taken"')
    })
    await world.client.diskImage.modify({ id, name: 'taken', group: 'lab' })
    await expect(world.client.diskImage.modify({ id, group: 'admin' })).rejects.toMatchObject({
      code: 'IMAGE_NAME_TAKEN'
    })
    expect(await world.client.diskImage.get({ id })).toMatchObject({ name: 'taken', group: 'lab' })

    const { ticket } = await world.client.diskImage.upload({ id })
    const pipe = world.app.tickets.redeem(ticket)
    if (pipe.kind !== 'upload') throw new Error(pipe.kind)
    const stream = await pipe.open()
    await expect(world.client.diskImage.modify({ id, name: 'other' })).rejects.toMatchObject({ code: 'IMAGE_LOCKED' })
    await pipeline(Readable.from([raw]), stream)
    await world.client.diskImage.modify({ id, name: 'other' })
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
