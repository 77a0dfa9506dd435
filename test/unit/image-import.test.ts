import { createHash } from 'node:crypto'
import { link, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorld, type World } from '../support/world'

const raw = Buffer.alloc(64 << 10, 'a disk with nothing on it ')
/** 18 sectors, with a volume descriptor that says so. */
const iso = Buffer.alloc(18 * 2048)
iso.write('\x01CD001\x01', 16 * 2048, 'latin1')
iso.writeUInt32LE(18, 16 * 2048 + 80)
iso.writeUInt16LE(2048, 16 * 2048 + 128)

let world: World
beforeEach(async () => void (world = await createWorld()))
afterEach(() => world.close())

const folder = (kind: 'disk' | 'media'): string => join(world.folder, `images/${kind}/import`)

async function put(kind: 'disk' | 'media', files: Readonly<Record<string, Buffer>>): Promise<void> {
  await mkdir(folder(kind), { recursive: true })
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder(kind), name), bytes)
}

test('files that were put into the folder become images of their names, and leave it', async () => {
  await put('disk', { 'web-1.2.img': raw, 'data.RAW': raw, '.hidden': raw })
  expect(await world.client.diskImage.sync({ group: 'lab' })).toEqual({ added: ['data', 'web-1.2'], refused: [] })
  expect(await world.client.diskImage.search({})).toMatchObject([
    ...(await world.client.diskImage.search({ group: 'admin' })),
    ...['data', 'web-1.2'].map((name) => ({
      ...{ name, owner: 'ada', group: 'lab', created: true, size: raw.length, format: 'raw' },
      checksum: createHash('sha256').update(raw).digest('hex')
    }))
  ])
  expect(await readdir(folder('disk'))).toEqual(['.hidden'])
  const [image] = await world.client.diskImage.search({ group: 'lab' })
  const pipe = world.app.tickets.redeem((await world.client.diskImage.download({ id: image!.id })).ticket)
  expect(pipe).toMatchObject({ name: 'data.raw', size: raw.length })
  expect(world.notices).toContainEqual(
    expect.objectContaining({ name: 'disk_image.changed', payload: expect.objectContaining({ name: 'data' }) })
  )
  await world.restart()
  expect(await world.client.diskImage.search({ group: 'lab' })).toHaveLength(2)
  expect(await readdir(folder('disk'))).toEqual(['.hidden'])
})

test('what is refused stays where it is, and the answer says why', async () => {
  await world.client.mediaImage.create({ name: 'taken' })
  await put('media', {
    'debian.iso': iso,
    'taken.iso': iso,
    'disk.iso': raw,
    'two words.iso': iso,
    'cut.iso': iso.subarray(0, -2048)
  })
  await mkdir(join(folder('media'), 'more'))
  await symlink('/etc/hostname', join(folder('media'), 'name.iso'))
  const { added, refused } = await world.client.mediaImage.sync({})
  expect(added).toEqual(['debian'])
  expect(refused).toEqual([
    { file: 'cut.iso', reason: expect.stringContaining('cut off') },
    { file: 'disk.iso', reason: 'it is a disk, not an ISO 9660 image' },
    { file: 'more', reason: 'it is no regular file' },
    { file: 'name.iso', reason: 'it is no regular file' },
    { file: 'taken.iso', reason: expect.stringContaining('"taken"') },
    { file: 'two words.iso', reason: expect.stringContaining('Use letters') }
  ])
  expect((await readdir(folder('media'))).sort()).toEqual(refused.map(({ file }) => file))
})

test('two looks at once take a file in once', async () => {
  await put('disk', { 'one.img': raw })
  const looks = await Promise.all([world.client.diskImage.sync({}), world.client.diskImage.sync({})])
  expect(looks.map(({ added, refused }) => [added, refused])).toEqual([
    [['one'], []],
    [[], []]
  ])
})

test('a crash between the image and the removal of its file is made good by the next look', async () => {
  await put('disk', { 'one.img': raw })
  await world.client.diskImage.sync({})
  const [file = ''] = (await readdir(join(world.folder, 'images/disk'))).filter((name) => name.includes('_v'))
  await rm(join(folder('disk'), 'one.img'), { force: true })
  await link(join(world.folder, 'images/disk', file), join(folder('disk'), 'one.img'))
  expect(await world.client.diskImage.sync({})).toEqual({ added: ['one'], refused: [] })
  expect(await readdir(folder('disk'))).toEqual([])
  expect(await readFile(join(world.folder, 'images/disk', file))).toEqual(raw)
})

test('an empty folder is made, for a person to find', async () => {
  expect(await world.client.mediaImage.sync({})).toEqual({ added: [], refused: [] })
  expect(await readdir(folder('media'))).toEqual([])
})
