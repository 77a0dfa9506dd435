import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Driver, GuestSpec } from '@main/drivers/driver'
import { refused, specOf, task } from '../drivers/conformance-parts'
import { DiskFiles } from './disk-files'
import { Bench, guestOn } from './qemu-rig'

const MiB = 1 << 20

describe('storage', () => {
  test('is folders of this computer; those of servers are refused with what to do', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const target = join(bench.root, 'pool')
    const dir = { name: 'local', type: 'dir', host: '', target } as const
    expect((await refused(driver.storage!.attach(dir), 'failed')).message).toContain(target)
    await mkdir(target)
    expect(await driver.storage!.attach(dir)).toBe(target)
    expect(await driver.storage!.attach(dir)).toBe(target)
    for (const type of ['nfs', 'ceph'] as const)
      expect((await refused(driver.storage!.attach({ ...dir, name: 'far', type }), 'failed')).message).toContain('far')
    await refused(driver.storage!.attach({ ...dir, target: 'pool' }), 'failed')
    await refused(driver.storage!.attach({ ...dir, target: join(bench.folder, 'inside') }), 'failed')
    await driver.close()
    const { driver: again } = await bench.open()
    expect(await again.storage!.list()).toEqual([{ name: 'local', attached: true }])
    await again.storage!.detach('local')
    await again.storage!.detach('local')
    expect(await again.storage!.list()).toEqual([])
  })

  test('that has gone says so', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const target = await bench.file('no folder', Buffer.from(''))
    await refused(driver.storage!.attach({ name: 'a', type: 'dir', host: '', target }), 'failed')
    const pool = join(bench.root, 'pool')
    await mkdir(pool)
    await driver.storage!.attach({ name: 'a', type: 'dir', host: '', target: pool })
    await writeFile(
      join(bench.folder, 'storage.json'),
      (await readFile(join(bench.folder, 'storage.json'), 'utf8')).replace(pool, `${pool}-gone`)
    )
    expect(await driver.storage!.list()).toEqual([
      { name: 'a', attached: false, error: expect.stringContaining(`${pool}-gone`) }
    ])
  })
})

describe('the folder for volumes', () => {
  const made = async (driver: Driver, more: Partial<GuestSpec> = {}) => guestOn(driver, undefined, more)

  test('that was chosen for a guest has all its disks, and loses them with it', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const volumes = join(bench.root, 'pool, with "comma"')
    await refused(driver.guests.define(specOf({ volumes })), 'failed')
    expect(await readdir(bench.folder)).toEqual([])
    await mkdir(volumes)
    const spec = await made(driver, { volumes })
    await driver.snapshots!.create(spec, { name: 's', description: '', time: 1 }, task())
    const files = new DiskFiles(join(bench.folder, spec.id), spec.id, join(volumes, spec.id))
    expect(await files.all()).toHaveLength(2)
    expect(await readdir(join(bench.folder, spec.id))).toEqual(['disks.json', 'guest.json'])
    await driver.close()
    const { driver: again } = await bench.open()
    expect((await again.guests.list())[0]?.spec).toEqual(spec)
    await again.power.start(spec)
    await again.disks.grow(spec, { index: 0, size: 8 * MiB })
    await again.power.forceOff(spec)
    expect(await again.disks.sizes(spec)).toEqual([8 * MiB])
    await files.check()
    await refused(again.guests.define({ ...spec, volumes: bench.root }), 'wrong_state')
    await again.guests.remove(spec)
    expect(await readdir(volumes)).toEqual([])
    expect(await readdir(bench.folder)).toEqual([])
  })

  test('of the host is for guests made from then on', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const before = await made(driver)
    const chosen = join(bench.root, 'chosen')
    expect(await driver.storage!.paths()).toEqual({ system: [bench.folder], data: [bench.folder] })
    await refused(driver.storage!.setDefault(chosen), 'failed')
    await refused(driver.storage!.setDefault('chosen'), 'failed')
    await mkdir(chosen)
    await driver.storage!.setDefault(chosen)
    await driver.close()
    const { driver: again } = await bench.open()
    expect((await again.storage!.paths()).system).toEqual([chosen, bench.folder])
    const after = await made(again)
    expect(await readdir(join(chosen, after.id))).toEqual([`${after.id}_sys.qcow2`])
    await again.storage!.setDefault(bench.folder)
    expect((await again.storage!.paths()).system).toEqual([bench.folder, chosen])
    const last = await made(again)
    expect((await readdir(join(bench.folder, last.id))).toSorted()).toEqual(
      [`${last.id}_sys.qcow2`, 'guest.json'].toSorted()
    )
    for (const spec of [before, after, last]) {
      await again.power.start(spec)
      await again.power.forceOff(spec)
      await again.guests.remove(spec)
    }
    expect(await readdir(chosen)).toEqual([])
    expect(await readdir(bench.folder)).toEqual(['storage.json'])
  })

  test('of a removed guest is cleared the next time, if it was not at once', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const volumes = join(bench.root, 'pool')
    await mkdir(volumes)
    const spec = await made(driver, { volumes })
    await driver.close()
    const trash = join(bench.folder, `.removed-${spec.id}-${spec.id}`)
    await rename(join(bench.folder, spec.id), trash)
    const { driver: again } = await bench.open()
    expect(await again.guests.list()).toEqual([])
    expect(await readdir(volumes)).toEqual([])
    expect(await readdir(bench.folder)).toEqual([])
  })
})
