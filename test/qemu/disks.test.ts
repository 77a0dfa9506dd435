import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DriverError } from '@main/drivers/driver'
import { QemuImg } from '@main/drivers/qemu/qemu-img'
import { refused, task } from '../drivers/conformance-parts'
import { DiskFiles } from './disk-files'
import { Bench, guestOn } from './qemu-rig'

const MiB = 1 << 20

/** A stopped guest on a raw image of random bytes. */
async function guest(bench: Bench, size = 4 * MiB) {
  const { driver } = await bench.open()
  const image = await bench.file('image.raw', randomBytes(MiB))
  const spec = await guestOn(driver, { path: image, format: 'raw', virtual_size: size })
  return { driver, spec, image, files: new DiskFiles(join(bench.folder, spec.id), spec.id) }
}

describe('growing a disk', () => {
  test('keeps what is on it, and what is new is empty', async () => {
    const { driver, spec, files } = await guest(await Bench.create())
    await files.write(7, { at: 3 * MiB })
    const before = await files.bytes()
    await driver.disks.grow(spec, { index: 0, size: 9 * MiB })
    expect(await driver.disks.sizes(spec)).toEqual([9 * MiB])
    expect((await files.bytes()).equals(Buffer.concat([before], 9 * MiB))).toBe(true)
    await files.check()
  })

  test('of a running guest is done by its QEMU, above a snapshot too', async () => {
    const bench = await Bench.create()
    const { driver, spec, files } = await guest(bench)
    await driver.snapshots!.create(spec, { name: 's', description: '', time: 1 }, task())
    await driver.power.start(spec)
    await driver.disks.grow(spec, { index: 0, size: 8 * MiB })
    expect(await driver.disks.sizes(spec)).toEqual([8 * MiB])
    await refused(driver.disks.grow(spec, { index: 0, size: 6 * MiB }), 'wrong_state')
    await driver.power.forceOff(spec)
    expect(await driver.disks.sizes(spec)).toEqual([8 * MiB])
    await files.check()
  })

  test('to less, or of one that is not there, is refused', async () => {
    const { driver, spec } = await guest(await Bench.create())
    const less = await refused(driver.disks.grow(spec, { index: 0, size: MiB }), 'wrong_state')
    expect(less.message).toContain('4 MiB')
    await refused(driver.disks.grow(spec, { index: 1, size: MiB }), 'wrong_state')
    await driver.disks.grow(spec, { index: 0, size: 4 * MiB })
    expect(await driver.disks.sizes(spec)).toEqual([4 * MiB])
  })
})

describe('shrinking a disk', () => {
  test('gives the space back of what was overwritten with zeros, and changes nothing that can be seen', async () => {
    const bench = await Bench.create()
    const { driver, spec, files, image } = await guest(bench, 32 * MiB)
    await files.write(9, { at: 2 * MiB, length: 20 * MiB })
    await files.write(0, { at: 3 * MiB, length: 18 * MiB })
    await files.write(0, { at: 0, length: 65536 })
    const [contents, space] = [await files.contents(), await files.space()]
    const reports: (number | null)[] = []
    await driver.disks.shrink(spec, 0, task({ report: (fraction) => reports.push(fraction) }))
    expect(await files.contents()).toBe(contents)
    expect(await driver.disks.sizes(spec)).toEqual([32 * MiB])
    expect(await files.space()).toBeLessThan(space - 16 * MiB)
    expect(reports.at(-1)).toBe(1)
    expect((await linkOf(files)).backing?.path).toBe(image)
    expect(await files.all()).toHaveLength(1)
    await files.check()
  })

  test('keeps it on its snapshot', async () => {
    const { driver, spec, files } = await guest(await Bench.create())
    await files.write(1, { at: MiB })
    await driver.snapshots!.create(spec, { name: 's', description: '', time: 1 }, task())
    await files.write(2, { at: 2 * MiB, length: MiB })
    await files.write(0, { at: MiB, length: 2 * MiB })
    const contents = await files.contents()
    const { backing } = await linkOf(files)
    await driver.disks.shrink(spec, 0, task())
    expect(await files.contents()).toBe(contents)
    expect((await linkOf(files)).backing).toEqual(backing)
    await files.check()
  })
})

describe('replacing a disk', () => {
  test('puts another image in its place, and refuses what would lose a snapshot', async () => {
    const bench = await Bench.create()
    const { driver, spec, files } = await guest(bench)
    const bytes = randomBytes(2 * MiB)
    const path = await bench.file('other.raw', bytes)
    for (const linked of [true, false]) {
      await driver.disks.replace(spec, { index: 0, size: 5 * MiB, source: { path, format: 'raw', linked } }, task())
      expect((await files.bytes()).equals(Buffer.concat([bytes], 5 * MiB))).toBe(true)
      expect((await linkOf(files)).backing?.path).toBe(linked ? path : undefined)
    }
    await driver.snapshots!.create(spec, { name: 's', description: '', time: 1 }, task())
    const error = await refused(driver.disks.replace(spec, { index: 0, size: 5 * MiB }, task()), 'wrong_state')
    expect(error.message).toContain('snapshots')
    await files.check()
  })

  test('that is refused, fails or is cancelled leaves the old one', async () => {
    const bench = await Bench.create()
    const { driver, spec, files } = await guest(bench)
    const contents = await files.contents()
    const path = await bench.file('other.raw', randomBytes(96 * MiB))
    const source = { path, format: 'raw', linked: false } as const
    await refused(driver.disks.replace(spec, { index: 0, size: MiB, source }, task()))
    await refused(
      driver.disks.replace(spec, { index: 0, size: MiB, source: { ...source, path: `${path}.absent` } }, task())
    )
    const controller = new AbortController()
    const options = task({ signal: controller.signal, report: () => controller.abort() })
    await refused(driver.disks.replace(spec, { index: 0, size: 96 * MiB, source }, options), 'cancelled')
    expect(await files.contents()).toBe(contents)
    expect((await readdir(join(bench.folder, spec.id))).toSorted()).toEqual(
      [`${spec.id}_sys.qcow2`, 'guest.json'].toSorted()
    )
  })
})

describe('an image built from a disk', () => {
  test('has all that the disk shows and refers to no other file', async () => {
    const bench = await Bench.create()
    const { driver, spec, files } = await guest(bench)
    await driver.snapshots!.create(spec, { name: 's', description: '', time: 1 }, task())
    await files.write(5, { at: 3 * MiB })
    const path = join(bench.root, 'built.qcow2')
    await driver.disks.export(spec, 0, path, task())
    expect(await new QemuImg('qemu-img').info(path)).toEqual({ size: 4 * MiB })
    await driver.disks.create(
      spec,
      { index: 1, size: 4 * MiB, source: { path, format: 'qcow2', linked: true } },
      task()
    )
    expect(await files.contents(1)).toBe(await files.contents(0))
    await refused(driver.disks.export(spec, 0, path, task()))
    expect(existsSync(path)).toBe(true)
  })

  test('leaves no file when it is cancelled or cannot be written, and is not built while the guest runs', async () => {
    const bench = await Bench.create()
    const { driver, spec, files } = await guest(bench, 128 * MiB)
    await files.write(5, { at: MiB, length: 64 * MiB })
    const path = join(bench.root, 'built.qcow2')
    const controller = new AbortController()
    const options = task({ signal: controller.signal, report: () => controller.abort() })
    await refused(driver.disks.export(spec, 0, path, options), 'cancelled')
    await refused(driver.disks.export(spec, 0, join(bench.root, 'no', 'folder.qcow2'), task()), 'failed')
    await driver.power.start(spec)
    await refused(driver.disks.export(spec, 0, path, task()), 'wrong_state')
    expect(existsSync(path)).toBe(false)
  })
})

describe('while a disk is changed', () => {
  test('the guest is not started, removed or changed; and it starts afterwards', async () => {
    const bench = await Bench.create()
    const { driver, spec, files } = await guest(bench, 64 * MiB)
    await files.write(5, { at: MiB, length: 32 * MiB })
    let refusals: Promise<DriverError>[] | undefined
    const tryAll = (): Promise<DriverError>[] =>
      [
        driver.power.start(spec),
        driver.guests.remove(spec),
        driver.disks.shrink(spec, 0, task()),
        driver.disks.create(spec, { index: 1, size: MiB }, task())
      ].map((order) => refused(order, 'wrong_state'))
    await driver.disks.shrink(spec, 0, task({ report: () => void (refusals ??= tryAll()) }))
    const messages = (await Promise.all(refusals!)).map(({ message }) => message)
    expect(messages).toEqual(Array(4).fill(expect.stringContaining('its disk 0 is being shrunk')))
    await driver.power.start(spec)
    expect(await driver.power.state(spec)).toMatchObject({ power: 'running' })
  })

  test('by another application, it is left alone; and one that runs a guest is not disturbed', async () => {
    const bench = await Bench.create()
    const { driver, spec, files } = await guest(bench, 64 * MiB)
    await files.write(5, { at: MiB, length: 32 * MiB })
    const other = await bench.open()
    await other.driver.power.start(spec)
    await refused(driver.disks.shrink(spec, 0, task()), 'wrong_state')
    await other.driver.power.forceOff(spec)
    let refusal: Promise<DriverError> | undefined
    const start = (): void => void (refusal ??= refused(other.driver.power.start(spec), 'wrong_state'))
    await driver.disks.shrink(spec, 0, task({ report: start }))
    expect((await refusal!).message).toContain('is being changed elsewhere')
  })
})

const linkOf = async (files: DiskFiles) => new QemuImg('qemu-img').info(await files.live())
