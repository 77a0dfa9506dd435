import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Client } from '@shared/contract'
import type { Guest, NewGuest } from '@shared/contract/guest'
import { unlimited } from '@shared/contract/qos'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30

describe('how a guest is configured', () => {
  let world: World
  let guest: Client['guest']
  let id: string
  beforeEach(async () => {
    world = await createWorld()
    guest = world.client.guest
    id = await create()
  })
  afterEach(() => world.close())

  const create = async (more: Partial<z.input<typeof NewGuest>> = {}): Promise<string> => {
    const plain = { name: 'web-1', cores: 2, memory: GiB, disks: [GiB] }
    return (await world.ended(await world.client.guest.create({ ...plain, ...more }))).subject
  }
  const now = (): Promise<Guest> => guest.get({ id })
  const told = (): unknown => world.notices.findLast(({ name }) => name === 'guest.changed')?.payload
  const start = (): Promise<unknown> => world.client.instance.start({ id })

  /** Every change: how it is asked for, and what it does to the guest. */
  const changes: readonly (readonly [string, () => Promise<unknown>, object])[] = [
    ['setCores', () => guest.setCores({ id, cores: 3 }), { cores: 3 }],
    ['setMemory', () => guest.setMemory({ id, memory: 2 * GiB }), { memory: 2 * GiB }],
    ['setAutoStart', () => guest.setAutoStart({ id, enable: true }), { auto_start: true }],
    ['setTags', () => guest.setTags({ id, tags: ['a', 'b', 'a'] }), { tags: ['a', 'b'] }],
    ['setCpuPriority', () => guest.setCpuPriority({ id, priority: 'low' }), { qos: { cpu_priority: 'low' } }],
    [
      'setDiskLimits',
      () => guest.setDiskLimits({ id, read_speed: 1, write_iops: 2 }),
      { qos: { read_speed: 1, write_iops: 2 } }
    ],
    [
      'setNetworkLimits',
      () => guest.setNetworkLimits({ id, receive_speed: 1, send_speed: 2 }),
      { qos: { receive_speed: 1, send_speed: 2 } }
    ],
    [
      'setPorts',
      () => guest.setPorts({ id, ports: [{ host: 8080, guest: 80 }] }),
      { ports: [{ protocol: 'tcp', host: 8080, guest: 80 }] }
    ]
  ]

  test.each(changes)(
    '%s shows at once, is told to every window, and outlives the application',
    async (_n, ask, what) => {
      await ask()
      expect(await now()).toMatchObject(what)
      expect(told()).toMatchObject({ id, ...what })
      await world.restart()
      expect(await now()).toMatchObject(what)
    }
  )

  test('all of it is taken while the guest runs', async () => {
    await start()
    for (const [, ask, what] of changes) {
      await ask()
      expect(await now()).toMatchObject({ running: true, ...what })
    }
  })

  test('cores and memory of a running guest wait for its next start, and both are told', async () => {
    const before = { cores: 2, memory: GiB }
    expect((await now()).started_with).toEqual(before)
    await start()
    await guest.setCores({ id, cores: 3 })
    await guest.setMemory({ id, memory: 2 * GiB })
    const waiting = { cores: 3, memory: 2 * GiB, started_with: before }
    expect(await now()).toMatchObject(waiting)
    expect(told()).toMatchObject({ id, ...waiting })
    // A made-up host remembers no power, but starts what starts with it.
    await guest.setAutoStart({ id, enable: true })
    await world.restart()
    expect(await now()).toMatchObject({ running: true, ...waiting })
    await world.client.instance.stop({ id, force: true })
    await start()
    expect((await now()).started_with).toEqual({ cores: 3, memory: 2 * GiB })
  })

  test('none of it while the guest is busy, and the refusal names what holds it', async () => {
    const starting = start()
    for (const [, ask] of changes)
      await expect(ask()).rejects.toMatchObject({
        code: 'GUEST_BUSY',
        message: 'Guest "web-1" is busy: it is being started'
      })
    await starting
  })

  test('a limit leaves the others as they are', async () => {
    await guest.setCpuPriority({ id, priority: 'medium' })
    await guest.setNetworkLimits({ id, send_speed: 5 })
    await guest.setDiskLimits({ id, read_iops: 7 })
    expect((await now()).qos).toEqual({ ...unlimited, cpu_priority: 'medium', send_speed: 5, read_iops: 7 })
  })

  test.each([
    ['cores', () => guest.setCores({ id, cores: 2 })],
    ['memory', () => guest.setMemory({ id, memory: GiB })],
    ['name', () => guest.rename({ id, name: 'web-1' })],
    ['auto start', () => guest.setAutoStart({ id, enable: false })]
  ])('the same %s again is refused as no change', async (what, ask) => {
    await expect(ask()).rejects.toMatchObject({ code: 'GUEST_UNCHANGED', message: expect.stringContaining(what) })
  })

  test('a running guest cannot have other cores or memory at once', async () => {
    await guest.setCores({ id, cores: 4, immediate: true })
    await start()
    await expect(guest.setCores({ id, cores: 8, immediate: true })).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
      message: 'The simulated driver cannot change the number of cores of a running guest at once'
    })
    await expect(guest.setMemory({ id, memory: 2 * GiB, immediate: true })).rejects.toMatchObject({
      code: 'NOT_SUPPORTED'
    })
    expect(await now()).toMatchObject({ cores: 4, memory: GiB })
  })

  test('a stopped guest is renamed, and its old name is free', async () => {
    await guest.rename({ id, name: 'web-2' })
    expect(await now()).toMatchObject({ name: 'web-2' })
    await create()
    await expect(guest.rename({ id, name: 'web-1' })).rejects.toMatchObject({ code: 'GUEST_NAME_TAKEN' })
    await start()
    await expect(guest.rename({ id, name: 'web-3' })).rejects.toMatchObject({ code: 'GUEST_RUNNING' })
    await world.restart()
    expect(await now()).toMatchObject({ name: 'web-2' })
  })

  test('a port that another guest has is refused; its own ones are not', async () => {
    await create({ name: 'other', ports: [8080] })
    await guest.setPorts({ id, ports: [{ host: 2222, guest: 22 }] })
    await guest.setPorts({ id, ports: [{ host: 2222, guest: 2222 }] })
    await expect(guest.setPorts({ id, ports: [{ host: 8080, guest: 80 }] })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining('guest "other"')
    })
    expect((await now()).ports).toEqual([{ protocol: 'tcp', host: 2222, guest: 2222 }])
  })

  test('a new monitor secret has the eight characters that VNC looks at', async () => {
    const before = (await guest.get({ id })).monitor_secret
    const { monitor_secret } = await guest.renewMonitorSecret({ id })
    expect(monitor_secret).toMatch(/^[a-zA-Z2-9]{8}$/)
    expect(monitor_secret).not.toBe(before)
    await world.restart()
    expect((await guest.get({ id })).monitor_secret).toBe(monitor_secret)
  })

  test('a password is set only in a running guest that has the agent', async () => {
    expect(await guest.getAuth({ id })).toEqual({ user: '', password: '' })
    await expect(guest.setAuth({ id })).rejects.toMatchObject({ code: 'GUEST_STOPPED' })
    await start()
    await expect(guest.setAuth({ id })).rejects.toMatchObject({
      code: 'MODULE_MISSING',
      message: expect.stringContaining('"qemu"')
    })
  })

  test.each([
    ['setCores', { cores: 1 }],
    ['rename', { name: 'x' }],
    ['setAuth', {}],
    ['getAuth', {}],
    ['renewMonitorSecret', {}]
  ] as const)('%s of an unknown guest is refused', async (operation, more) => {
    const ask = world.app.dispatcher.dispatch(`guest.${operation}`, { id: 'none', ...more }, world.admin)
    await expect(ask).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })
  })

  test.each([
    ['no cores', 'setCores', { cores: 0 }],
    ['memory that is no whole MiB', 'setMemory', { memory: GiB + 1 }],
    ['an empty name', 'rename', { name: '' }],
    ['a negative limit', 'setDiskLimits', { read_speed: -1 }],
    ['port 65,536', 'setPorts', { ports: [{ host: 65_536, guest: 80 }] }],
    ['a tag with a comma', 'setTags', { tags: ['a,b'] }]
  ] as const)('%s is refused and changes nothing', async (_what, operation, more) => {
    const before = { ...(await now()), revision: 0 }
    const ask = world.app.dispatcher.dispatch(`guest.${operation}`, { id, ...more }, world.admin)
    await expect(ask).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    expect({ ...(await now()), revision: 0 }).toEqual(before)
  })

  test('search wants a cell that belongs to the pool, and lists by name', async () => {
    await create({ name: 'app-1' })
    const found = await guest.search({ pool: 'default', cell: 'sim-a' })
    expect(found.map(({ name }) => name)).toEqual(['app-1', 'web-1'])
    expect(await guest.search({ created: false })).toEqual([])
    await expect(guest.search({ pool: 'default', cell: 'nowhere' })).rejects.toMatchObject({ code: 'CELL_NOT_FOUND' })
    await expect(guest.search({ pool: 'nowhere' })).rejects.toMatchObject({ code: 'POOL_NOT_FOUND' })
  })
})
