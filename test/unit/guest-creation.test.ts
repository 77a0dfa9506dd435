import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { GuestDetails, NewGuest } from '@shared/contract/guest'
import { unlimited } from '@shared/contract/qos'
import { Database } from '@main/store/database'
import { GuestRepository, plainGuest, type GuestRecord } from '@main/store/repositories/guest-repository'
import { ShiftedClock } from '../support/shifted-clock'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30
type Wanted = Partial<z.input<typeof NewGuest>>
const plain = { name: 'web-1', cores: 2, memory: GiB, disks: [8 * GiB] }

describe('a new guest', () => {
  let world: World
  beforeEach(async () => void (world = await createWorld()))
  afterEach(() => world.close())

  const create = async (more: Wanted = {}): Promise<GuestDetails> => {
    const task = await world.ended(await world.client.guest.create({ ...plain, ...more }))
    expect(task).toMatchObject({ state: 'done', error: '' })
    return world.client.guest.get({ id: task.subject })
  }
  const refused = (more: Wanted) => expect(world.client.guest.create({ ...plain, ...more })).rejects
  /** What only the store and the hypervisor are told of a guest. */
  const kept = async (id: string): Promise<GuestRecord> => {
    await world.app.close()
    const db = await Database.open(join(world.folder, 'store'))
    const record = new GuestRepository(db).find(id)!
    await db.close()
    await world.restart()
    return record
  }

  test('has what its template says, or the word that stands for one', async () => {
    const { id: template } = await world.client.template.create({
      ...{ name: 'Debian', admin: 'debian', operating_system: 'linux', disk: 'scsi', network: 'virtio', tablet: 'usb' }
    })
    expect(await create({ template })).toMatchObject({ template, system: 'linux', system_version: 'general' })
    const windows = await create({ name: 'win', system_version: 'win2012' })
    expect(windows).toMatchObject({ template: 'win2012', system: 'windows', system_version: 'win2012' })
    expect(await kept(windows.id)).toMatchObject({ devices: { disk_bus: 'sata', network_model: 'e1000' } })
    await refused({ name: 'x', template: 'none' }).toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
  })

  test('keeps its devices when its template changes or goes', async () => {
    const { id: template } = await world.client.template.create({
      ...{ name: 'Debian', admin: 'debian', operating_system: 'linux', disk: 'scsi', network: 'virtio' }
    })
    const { id } = await create({ template })
    await world.client.template.modify({ id: template, disk: 'ide' })
    await world.client.template.remove({ id: template })
    expect(await kept(id)).toMatchObject({ template, devices: { disk_bus: 'scsi', network_model: 'virtio' } })
    await world.client.template.remove({ id: 'general' })
    expect(await create({ name: 'still' })).toMatchObject({ template: 'general' })
  })

  test('a template that wants SPICE is refused, since screens are shown by VNC', async () => {
    const { id: template } = await world.client.template.create({
      ...{ name: 'S', admin: 'root', operating_system: 'linux', disk: 'scsi', network: 'virtio', control: 'spice' }
    })
    await refused({ template }).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('SPICE') })
  })

  test('cloud-init has the documented defaults, and its account is the one that is told', async () => {
    const { id, modules } = await create({ modules: ['qemu', 'cloud-init'] })
    expect(modules).toEqual(['qemu', 'cloud-init'])
    const auth = await world.client.guest.getAuth({ id })
    expect(auth).toEqual({ user: 'root', password: expect.stringMatching(/^[a-zA-Z2-9]{10}$/) })
    expect((await kept(id)).cloud_init).toEqual({
      ...{ instance_id: id, root_enabled: true, admin_name: 'root', admin_secret: auth.password },
      ...{ data_path: '/opt/data', ssh_keys: [], user_data: '' }
    })
  })

  test('cloud-init takes what is asked for', async () => {
    const cloud_init = {
      ...{ root_enabled: false, admin_name: 'nano', admin_secret: '12345678', data_path: '/srv/data' },
      ssh_keys: ['ssh-ed25519 AAAA ada']
    }
    const { id } = await create({ modules: ['cloud-init'], cloud_init })
    expect(await world.client.guest.getAuth({ id })).toEqual({ user: 'nano', password: '12345678' })
    expect((await kept(id)).cloud_init).toMatchObject(cloud_init)
    const own = await create({ name: 'own', modules: ['cloud-init'], cloud_init: { user_data: '#cloud-config\n' } })
    expect(await world.client.guest.getAuth({ id: own.id })).toEqual({ user: '', password: '' })
  })

  test.each([
    ['cloud_init without its module', { cloud_init: {} }, 'cloud_init: this needs "cloud-init" among the modules'],
    ['cloud-init for Windows', { modules: ['cloud-init'], system: 'windows' }, 'whose system is linux'],
    ['an unknown module', { modules: ['vmware'] }, 'modules.0'],
    ['a relative data path', { modules: ['cloud-init'], cloud_init: { data_path: 'data' } }, 'cloud_init.data_path'],
    ['an unknown priority', { qos: { cpu_priority: 'urgent' } }, 'qos.cpu_priority'],
    ['qos without a priority', { qos: {} }, 'qos.cpu_priority'],
    ['a priority of 3', { cpu_priority: 3 }, 'cpu_priority'],
    ['port 0', { ports: [0] }, 'ports.0']
  ])('%s is refused, naming it', async (_what, more, words) => {
    await refused(more as Wanted).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining(words) })
    expect((await world.client.guest.page({})).total).toBe(0)
  })

  test('limits are taken in the newer words or in the blueprint’s', async () => {
    expect((await create()).qos).toEqual(unlimited)
    const flat = { cpu_priority: 2, max_io: 500, inbound: 1 << 20, outbound: 2 << 20 }
    expect((await create({ name: 'flat', ...flat })).qos).toEqual({
      ...{ cpu_priority: 'low', read_speed: 0, write_speed: 0, read_iops: 500, write_iops: 500 },
      ...{ receive_speed: 1 << 20, send_speed: 2 << 20 }
    })
    const { qos } = await create({ name: 'newer', ...flat, qos: { cpu_priority: 'medium', read_speed: 7 } })
    expect(qos).toEqual({ ...unlimited, cpu_priority: 'medium', read_speed: 7 })
  })

  test('a port of the computer leads to one guest of the cell', async () => {
    expect((await create({ ports: [8080, { host: 2222, guest: 22 }] })).ports).toEqual([
      { protocol: 'tcp', host: 8080, guest: 8080 },
      { protocol: 'tcp', host: 2222, guest: 22 }
    ])
    await refused({ name: 'b', ports: [8080] }).toMatchObject({
      code: 'PORT_TAKEN',
      message: 'Port 8080 of this computer is forwarded to guest "web-1" already'
    })
    await refused({ name: 'b', ports: [9090, 9090] }).toMatchObject({ code: 'PORT_TAKEN' })
    await create({ name: 'udp', ports: [{ protocol: 'udp', host: 8080, guest: 53 }] })
  })

  test('its monitor secret is told to those who may open its console, and nowhere else', async () => {
    const { id, monitor_secret } = await create()
    expect(monitor_secret).toMatch(/^[a-zA-Z2-9]{8}$/)
    expect((await world.client.instance.get({ id })).monitor_secret).toBe(monitor_secret)
    const reader = { ...world.admin, permissions: new Set(['guest:read', 'resource:all'] as const) }
    expect((await world.clientOf(reader).guest.get({ id })).monitor_secret).toBe('')
    expect((await world.clientOf(reader).instance.get({ id })).monitor_secret).toBe('')
    const elsewhere = [await world.client.guest.page({}), await world.client.guest.search({}), world.notices]
    expect(JSON.stringify(elsewhere)).not.toContain(monitor_secret)
  })
})

describe('a creation that failed', () => {
  let world: World
  const clock = new ShiftedClock()
  beforeEach(async () => void (world = await createWorld({ clock })))
  afterEach(() => world.close())

  test('says why for an hour, also after a restart, and is gone then; its name is free at once', async () => {
    await world.app.close()
    const db = await Database.open(join(world.folder, 'store'))
    const guests = new GuestRepository(db)

    db.transaction(() =>
      guests.insert({
        ...plainGuest,
        ...{ id: 'half', name: 'web-1', created: false, error: '', owner: 'ada', group: 'admin' },
        ...{ pool: 'default', cell: 'sim-a', cores: 1, memory: GiB, disks: [GiB], auto_start: false },
        ...{ system: 'linux', system_version: 'general', from_image: '', clone: 'full' },
        ...{ ethernet_address: '', allocated_address: '', tags: [], create_time: '' }
      })
    )
    await db.close()
    await world.restart()

    const why = { code: 'GUEST_FAILED', message: expect.stringContaining('the application ended') }
    await expect(world.client.guest.get({ id: 'half' })).rejects.toMatchObject(why)
    await world.ended(await world.client.guest.create(plain))
    clock.pass(3_500)
    await world.restart()
    await expect(world.client.guest.get({ id: 'half' })).rejects.toMatchObject(why)
    clock.pass(101)
    await world.restart()
    await until('the failed creation to be cleared away', async () =>
      world.client.guest.get({ id: 'half' }).then(
        () => false,
        ({ code }) => code === 'GUEST_NOT_FOUND'
      )
    )
    expect((await world.client.guest.page({})).result.map(({ name }) => name)).toEqual(['web-1'])
  })
})
