import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Driver, GuestSpec } from '@main/drivers/driver'
import { refused, specOf, task } from '../drivers/conformance-parts'
import { DiskFiles } from './disk-files'
import { Bench } from './qemu-rig'

const MiB = 1 << 20

interface Guest {
  readonly driver: Driver
  readonly spec: GuestSpec
  readonly files: DiskFiles
  readonly image: string
  take(name: string): Promise<void>
  restore(name: string): Promise<void>
  remove(name: string): Promise<void>
}

/** A stopped guest on a raw image of 1 MiB, with a system disk of 4 MiB and an empty data disk of 2 MiB. */
async function guest(bench: Bench): Promise<Guest> {
  const { driver } = await bench.open()
  const image = await bench.file('image.raw', randomBytes(MiB))
  const spec = specOf()
  await driver.guests.define(spec)
  const source = { path: image, format: 'raw', linked: true } as const
  await driver.disks.create(spec, { index: 0, size: 4 * MiB, source }, task())
  await driver.disks.create(spec, { index: 1, size: 2 * MiB }, task())
  return {
    driver,
    spec,
    image,
    files: new DiskFiles(join(bench.folder, spec.id), spec.id),
    take: (name) => driver.snapshots!.create(spec, { name, description: `as ${name}`, time: 7 }, task()),
    restore: (name) => driver.snapshots!.restore(spec, name, task()),
    remove: (name) => driver.snapshots!.remove(spec, name, task())
  }
}

const at = { low: { at: 64 * 1024 }, high: { at: 3 * MiB }, data: { index: 1, at: MiB } }
const tree = async ({ driver, spec }: Guest) =>
  (await driver.snapshots!.list(spec)).map(({ name, backing, current }) => `${backing}>${name}${current ? '*' : ''}`)

describe('a snapshot', () => {
  test('brings back what all disks had, and their sizes', async () => {
    const one = await guest(await Bench.create())
    await one.files.write(1, at.low)
    await one.files.write(2, at.data)
    const then = [await one.files.contents(0), await one.files.contents(1)]
    await one.take('then')
    await one.files.write(3, at.low)
    await one.files.write(4, at.data)
    await one.driver.disks.grow(one.spec, { index: 1, size: 6 * MiB })
    await one.restore('then')
    expect(await one.driver.disks.sizes(one.spec)).toEqual([4 * MiB, 2 * MiB])
    expect(await one.files.contents(0)).toEqual(then[0])
    expect(await one.files.contents(1)).toEqual(then[1])
    expect(await one.driver.snapshots!.list(one.spec)).toEqual([
      { name: 'then', description: 'as then', time: 7, backing: '', current: true, sizes: [4 * MiB, 2 * MiB] }
    ])
    await one.files.check()
  })

  test('is kept by a driver that is opened later, and the guest starts on it', async () => {
    const bench = await Bench.create()
    const one = await guest(bench)
    await one.take('kept')
    await one.driver.close()
    const { driver } = await bench.open()
    expect(await driver.snapshots!.list(one.spec)).toMatchObject([{ name: 'kept', current: true }])
    await driver.power.start(one.spec)
    for (const order of [
      driver.snapshots!.create(one.spec, { name: 'second', description: '', time: 8 }, task()),
      driver.snapshots!.restore(one.spec, 'kept', task()),
      driver.snapshots!.remove(one.spec, 'kept', task())
    ])
      await refused(order, 'wrong_state')
    await driver.power.forceOff(one.spec)
    await one.files.check()
  })

  test('does not bring back a disk made later, nor lose one that was removed', async () => {
    const one = await guest(await Bench.create())
    await one.files.write(1, at.data)
    const then = await one.files.contents(1)
    await one.take('two disks')
    await one.driver.disks.remove(one.spec, 1)
    await one.driver.disks.create(one.spec, { index: 1, size: MiB }, task())
    await one.driver.disks.create(one.spec, { index: 2, size: MiB }, task())
    await one.take('three disks')
    await one.restore('two disks')
    expect(await one.driver.disks.sizes(one.spec)).toEqual([4 * MiB, 2 * MiB])
    expect(await one.files.contents(1)).toEqual(then)
    await one.restore('three disks')
    expect(await one.driver.disks.sizes(one.spec)).toEqual([4 * MiB, MiB, MiB])
    await one.remove('two disks')
    expect(await one.driver.disks.sizes(one.spec)).toEqual([4 * MiB, MiB, MiB])
    await one.files.check()
  })

  test('is one of a name, and refused for one that is not there', async () => {
    const one = await guest(await Bench.create())
    await one.take('a')
    expect((await refused(one.take('a'), 'wrong_state')).message).toContain('"a"')
    expect((await refused(one.restore('b'), 'wrong_state')).message).toContain('"b"')
    expect((await refused(one.remove('b'), 'wrong_state')).message).toContain('"b"')
    expect(await tree(one)).toEqual(['>a*'])
    expect(await one.files.all()).toHaveLength(4)
  })
})

describe('removing a snapshot', () => {
  // What is above is written down when it is less, and what is below is copied up else.
  test.each([
    ['down', 1, 20],
    ['up', 20, 1]
  ])('merges it with its only child, %s: nothing that can be seen changes', async (_direction, above, below) => {
    const one = await guest(await Bench.create())
    const before = await readFile(one.image)
    await one.files.write(1, { ...at.low, length: below * 65536 })
    await one.files.write(1, at.data)
    await one.take('root')
    await one.files.write(2, { ...at.high, length: above * 32768 })
    await one.files.write(2, at.data)
    await one.take('child')
    const child = [await one.files.contents(0), await one.files.contents(1)]
    await one.files.write(3, at.low)
    const live = await one.files.contents(0)
    await one.remove('root')
    expect(await tree(one)).toEqual(['>child*'])
    expect(await one.files.all()).toHaveLength(4)
    expect(await one.files.contents(0)).toEqual(live)
    await one.restore('child')
    expect([await one.files.contents(0), await one.files.contents(1)]).toEqual(child)
    expect((await readFile(one.image)).equals(before)).toBe(true)
    await one.files.check()
  })

  test('that is current merges it into the live disks, and its backing becomes current', async () => {
    const one = await guest(await Bench.create())
    const before = await readFile(one.image)
    await one.files.write(1, at.low)
    const first = await one.files.contents(0)
    await one.take('first')
    await one.files.write(2, at.low)
    await one.take('second')
    await one.files.write(3, at.high)
    const live = await one.files.contents(0)
    await one.remove('second')
    expect(await tree(one)).toEqual(['>first*'])
    expect(await one.files.contents(0)).toEqual(live)
    await one.remove('first')
    expect(await tree(one)).toEqual([])
    expect(await one.files.contents(0)).toEqual(live)
    expect(first).not.toBe(live)
    expect(await one.files.all()).toHaveLength(2)
    expect((await readFile(one.image)).equals(before)).toBe(true)
    await one.files.check()
  })

  test('on a branch that nobody goes on from takes only that away', async () => {
    const one = await guest(await Bench.create())
    await one.take('root')
    await one.files.write(1, at.low)
    await one.take('left')
    await one.restore('root')
    await one.files.write(2, at.low)
    const live = await one.files.contents(0)
    await one.remove('left')
    expect(await tree(one)).toEqual(['>root*'])
    expect(await one.files.contents(0)).toEqual(live)
    expect(await one.files.all()).toHaveLength(4)
  })

  test('with two children, or with one while it is current, is refused by their names', async () => {
    const one = await guest(await Bench.create())
    await one.take('root')
    await one.take('left')
    await one.restore('root')
    expect((await refused(one.remove('root'), 'wrong_state')).message).toContain('left')
    await one.take('right')
    expect((await refused(one.remove('root'), 'wrong_state')).message).toMatch(/left, right/)
    expect(await tree(one)).toEqual(['>root', 'root>left', 'root>right*'])
    await one.files.check()
  })
})
