import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DriverError } from '@main/drivers/driver'
import { inspectImage } from '@main/drivers/qemu/inspect-image'
import { runProcess } from '@main/kernel/run-process'
import { Bench, sampleImage } from './qemu-rig'

const img = (...args: string[]): Promise<string> => runProcess('qemu-img', args, { timeoutMs: 60_000 })

/** Makes a file with qemu-img, and gives what is said of it. */
async function made(...args: string[]): Promise<unknown> {
  const path = join((await Bench.create()).root, 'a "b",,c=d 字.img')
  const [command = '', ...rest] = args
  await img(command, '-q', ...rest.map((arg) => (arg === 'FILE' ? path : arg)), ...(command === 'create' ? ['5M'] : []))
  return inspectImage(path).catch((error: unknown) => (error instanceof DriverError ? error.message : error))
}

test.each([
  ['version 2', 'compat=0.10'],
  ['version 3', 'compat=1.1'],
  ['small clusters', 'cluster_size=512'],
  ['extended tables', 'extended_l2=on'],
  ['compression by zstd', 'compression_type=zstd']
])('a qcow2 file of qemu-img with %s is taken', async (_what, option) => {
  expect(await made('create', '-f', 'qcow2', '-o', option, 'FILE')).toEqual({ format: 'qcow2', virtual_size: 5 << 20 })
})

test.each([
  ['vmdk', 'it is a VMDK file'],
  ['vdi', 'it is a VDI file'],
  ['vhdx', 'it is a VHDX file'],
  ['vpc', 'it is a VHD file'],
  ['qed', 'it is a QED file'],
  ['parallels', 'it is a Parallels disk']
])('a disk of qemu-img in format %s is refused by name', async (format, why) => {
  expect(await made('create', '-f', format, 'FILE')).toContain(why)
})

test('a fixed VHD, which looks like a raw disk, is refused by name', async () => {
  expect(await made('create', '-f', 'vpc', '-o', 'subformat=fixed', 'FILE')).toContain('it is a VHD file')
})

test('one that refers to another file is refused', async () => {
  const { path } = sampleImage
  expect(await made('create', '-f', 'qcow2', '-b', path, '-F', 'qcow2', 'FILE')).toBe(
    `it refers to a backing file (${path})`
  )
  const data = join((await Bench.create()).root, 'data')
  expect(await made('create', '-f', 'qcow2', '-o', `data_file=${data}`, 'FILE')).toBe(
    'it refers to an external data file'
  )
})

test('one that is damaged inside is refused; one that only lost space is taken', async () => {
  const bench = await Bench.create()
  const path = join(bench.root, 'disk.qcow2')
  await img('create', '-q', '-f', 'qcow2', path, '5M')
  // The count of references to a cluster behind the header's (docs/interop/qcow2.txt: the table at 48 leads to the block).
  const count = async (cluster: number, references: number): Promise<void> => {
    const file = await open(path, 'r+')
    const number = async (at: number) => Number((await file.read(Buffer.alloc(8), 0, 8, at)).buffer.readBigUInt64BE())
    await file.write(Buffer.of(0, references), 0, 2, (await number(await number(48))) + 2 * cluster)
    await file.close()
  }
  await count(100, 1)
  expect(await inspectImage(path)).toEqual({ format: 'qcow2', virtual_size: 5 << 20 })
  await count(0, 0)
  await expect(inspectImage(path)).rejects.toThrow(/^it is damaged inside: .*refcount/)
})

test('a name that qemu-img would read as a protocol is only a name', async () => {
  const bench = await Bench.create()
  const path = join(bench.root, 'json:{"driver":"null-co"}')
  await img('create', '-q', '-f', 'qcow2', join(bench.root, 'plain'), '5M')
  await writeFile(path, 'no disk, but a whole sector'.padEnd(512))
  expect(await inspectImage(path)).toEqual({ format: 'raw', virtual_size: 512 })
})
