import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemVersions } from '@shared/rules/system-versions'
import type { GuestSpec } from '@main/drivers/driver'
import { odd, refused, specOf, task } from '../drivers/conformance-parts'
import { argumentsOf } from './proc'
import { Bench, guestOn, openOn, sampleImage } from './qemu-rig'

const MiB = 1 << 20
const PiB = 2 ** 50

describe('a start that QEMU refuses', () => {
  test('says so in its own words, and leaves a guest that can be mended', async () => {
    const bench = await Bench.create()
    const { driver, told } = await bench.open()
    const spec = await guestOn(driver, sampleImage, { memory: PiB })
    const error = await refused(driver.power.start(spec), 'failed')
    expect(error.message).toMatch(/^QEMU could not start: .*(memory|ram)/i)
    expect(await driver.power.state(spec)).toEqual({ power: 'stopped', reason: '', since: 0 })
    expect(told).toEqual([])
    expect(await readdir(join(bench.folder, spec.id))).not.toContain('qemu.pid')
    await driver.guests.define({ ...spec, memory: 32 * MiB })
    await driver.power.start(spec)
    expect(await driver.power.state(spec)).toMatchObject({ power: 'running' })
  })

  test.each(['qmp.sock', 'vnc.sock', 'serial.sock'])('because %s is taken names it', async (name) => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const spec = await guestOn(driver)
    await mkdir(join(bench.folder, spec.id, name))
    const error = await refused(driver.power.start(spec), 'failed')
    expect(error.message).toContain(name)
    expect(await driver.power.state(spec)).toMatchObject({ power: 'stopped' })
  })

  test('because it does not have a device names the device', async () => {
    const bench = await Bench.create()
    const without = '#!/bin/sh\nfor a; do shift; [ "$a" = qxl-vga ] && a=no-qxl-vga; set -- "$@" "$a"; done\nexec '
    const program = await bench.file('qemu-system-x86_64', Buffer.from(`${without}/usr/bin/qemu-system-x86_64 "$@"\n`))
    await chmod(program, 0o755)
    await symlink('/usr/bin/qemu-img', join(bench.root, 'qemu-img'))
    const { driver } = await bench.open({ places: [bench.root] })
    const { devices } = systemVersions.general
    const spec = await guestOn(driver, sampleImage, { devices: { ...devices, display: 'qxl' } })
    expect((await refused(driver.power.start(spec), 'failed')).message).toContain('the device no-qxl-vga')
    await driver.guests.define({ ...spec, devices })
    await driver.power.start(spec)
  })

  test('because a port of this computer is taken names the port', async () => {
    const { driver } = await (await Bench.create()).open()
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const spec = await guestOn(driver, sampleImage, { ports: [{ protocol: 'tcp', host: port, guest: 80 }] })
    expect((await refused(driver.power.start(spec), 'failed')).message).toMatch(new RegExp(`^Port ${port} \\(tcp\\)`))
    expect(await driver.power.state(spec)).toMatchObject({ power: 'stopped' })
  })

  test('because a disk is damaged names it', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const spec = await guestOn(driver)
    await writeFile(join(bench.folder, spec.id, `${spec.id}_sys.qcow2`), 'no disk')
    expect((await refused(driver.power.start(spec))).message).toContain('qcow2')
  })

  test('because its image is gone names the image', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const path = await bench.file('image.raw', Buffer.alloc(MiB))
    const spec = await guestOn(driver, { path, format: 'raw' })
    await rm(path)
    expect((await refused(driver.power.start(spec))).message).toContain(path)
  })
})

describe('without its programs', () => {
  test('the driver says how to install QEMU', async () => {
    const bench = await Bench.create()
    const error = await refused(openOn(bench.folder, { places: [bench.root] }), 'unavailable')
    expect(error.message).toMatch(/^QEMU is not installed on this computer/)
  })

  test('a QEMU that does not work is refused with its own words', async () => {
    const bench = await Bench.create()
    const program = await bench.file('qemu-system-x86_64', Buffer.from('#!/bin/sh\necho "no such luck" >&2\nexit 1\n'))
    await chmod(program, 0o755)
    const error = await refused(openOn(bench.folder, { places: [bench.root] }), 'unavailable')
    expect(error.message).toContain('no such luck')
  })

  test('a disk that needs qemu-img is refused, and nothing is left', async () => {
    const bench = await Bench.create()
    await symlink('/usr/bin/qemu-system-x86_64', join(bench.root, 'qemu-system-x86_64'))
    const { driver } = await bench.open({ places: [bench.root] })
    const spec = specOf()
    await driver.guests.define(spec)
    const error = await refused(driver.disks.create(spec, { index: 0, size: MiB }, task()), 'unavailable')
    expect(error.message).toContain('qemu-img is not installed')
    expect(await readdir(join(bench.folder, spec.id))).toEqual(['guest.json'])
  })
})

describe('a name', () => {
  test.each(Object.entries(odd))('with %s gives QEMU no further argument', async (_what, name) => {
    const { bench, args } = await argumentsFor({ name })
    const plain = await argumentsFor({ name: 'plain' }, bench)
    const at = args.indexOf('-name') + 1
    expect(args.with(at, '')).toEqual(plain.args.with(at, ''))
    expect(args[at]?.replaceAll(',,', '')).not.toContain(',')
  })

  async function argumentsFor(more: Partial<GuestSpec>, bench?: Bench) {
    const place = bench ?? (await Bench.create())
    const { driver } = await place.open()
    const spec = await guestOn(driver, sampleImage, { ...more, id: 'same', ethernet_address: '00:16:3e:00:00:01' })
    await driver.power.start(spec)
    const args = await argumentsOf(await place.pidOf(spec))
    await driver.power.forceOff(spec)
    await driver.guests.remove(spec)
    return { bench: place, args }
  }

  test.each(['..', '../outside', 'a/b', '', 'x'.repeat(65), 'a\0b'])('%j is no id of a guest', async (id) => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    await refused(driver.guests.define(specOf({ id })), 'failed')
    await refused(driver.power.start({ id }), 'unknown_guest')
    await driver.guests.remove({ id })
    expect(await readdir(bench.root)).toEqual(['guests'])
    expect(await readdir(bench.folder)).toEqual([])
  })
})

describe('disks', () => {
  test('there are more of than an old guest has room for are refused', async () => {
    const { driver } = await (await Bench.create()).open()
    const spec = specOf({ devices: systemVersions.legacy.devices })
    await driver.guests.define(spec)
    for (const index of [0, 1, 2]) await driver.disks.create(spec, { index, size: MiB }, task())
    const error = await refused(driver.disks.create(spec, { index: 3, size: MiB }, task()), 'wrong_state')
    expect(error.message).toContain('3 disks')
    await driver.power.start(spec)
  })

  test.each(['general', 'centos7'] as const)('of a guest of %s can be sixteen', async (version) => {
    const { driver } = await (await Bench.create()).open()
    const spec = specOf({ devices: systemVersions[version].devices })
    await driver.guests.define(spec)
    for (let index = 0; index < 16; index++) await driver.disks.create(spec, { index, size: MiB }, task())
    await driver.power.start(spec)
    expect(await driver.power.state(spec)).toMatchObject({ power: 'running' })
  })

  test('leave their image as it is, byte for byte', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const path = await bench.file('image.raw', randomBytes(MiB))
    const checksum = async () =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
    const before = await checksum()
    const spec = await guestOn(driver, { path, format: 'raw' })
    const source = { path, format: 'raw', linked: false } as const
    await driver.disks.create(spec, { index: 1, size: 2 * MiB, source }, task())
    await driver.power.start(spec)
    await driver.power.forceOff(spec)
    await driver.guests.remove(spec)
    expect(await checksum()).toBe(before)
  })

  test('a copy cancelled in the middle leaves no part of it', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const path = await bench.file('image.raw', randomBytes(96 * MiB))
    const spec = specOf()
    await driver.guests.define(spec)
    const controller = new AbortController()
    const options = task({ signal: controller.signal, report: () => controller.abort() })
    const source = { path, format: 'raw', linked: false } as const
    await refused(driver.disks.create(spec, { index: 0, size: 96 * MiB, source }, options), 'cancelled')
    expect(await readdir(join(bench.folder, spec.id))).toEqual(['guest.json'])
  })

  test('are not made from an image that refers to another file', async () => {
    const bench = await Bench.create()
    const { driver } = await bench.open()
    const spec = await guestOn(driver)
    const path = join(bench.folder, spec.id, `${spec.id}_sys.qcow2`)
    const source = { path, format: 'qcow2', linked: true } as const
    const error = await refused(driver.disks.create(spec, { index: 1, size: MiB, source }, task()))
    expect(error.message).toContain(`refers to a backing file (${sampleImage.path})`)
  })
})

describe('a folder of guests', () => {
  test('with a damaged one in it gives the others', async () => {
    const bench = await Bench.create()
    const before = await bench.open()
    const [good, bad] = [await guestOn(before.driver), await guestOn(before.driver)]
    await before.driver.close()
    await writeFile(join(bench.folder, bad.id, 'guest.json'), '{"id": ')
    await mkdir(join(bench.folder, 'empty'))
    const logged: string[] = []
    const log = { info: () => {}, warn: (line: string) => void logged.push(line), error: () => {} }
    const { driver } = await bench.open({ log })
    expect((await driver.guests.list()).map(({ spec }) => spec.id)).toEqual([good.id])
    expect(logged.join()).toContain(bad.id)
  })
})
