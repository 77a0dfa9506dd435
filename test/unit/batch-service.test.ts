import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { permissionsOf } from '@shared/contract/permissions'
import type { Task } from '@shared/contract/task'
import { machine, MadeUpHosts } from '../support/made-up-hosts'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30
const alike = { cores: 1, memory: GiB, disks: [GiB] }

describe('batches', () => {
  let world: World
  let hosts: MadeUpHosts
  beforeEach(async () => {
    hosts = new MadeUpHosts()
    world = await createWorld({ openDriver: hosts.openDriver })
  })
  afterEach(() => world.close())

  const make = async (more: object = {}): Promise<Task> =>
    world.ended(await world.client.batch.createGuests({ ...alike, name_prefix: 'web', count: 3, ...more }))
  const made = async (task: Task) => world.client.batch.getCreate({ id: task.subject })
  const names = async () => (await world.client.guest.page({ limit: 500 })).result.map(({ name }) => name)
  const idOf = async (name: string): Promise<string> =>
    (await world.client.guest.page({ keyword: name })).result[0]?.id ?? ''

  test('creates guests in order from 0, and says of each that it is created', async () => {
    const task = await make({ count: 40 })
    expect(task).toMatchObject({ state: 'done', error: '', progress: 1 })
    const items = await made(task)
    expect(items.map(({ name }) => name)).toEqual(Array.from({ length: 40 }, (_, n) => `web_${n}`))
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['created']))
    expect(new Set(items.map(({ progress }) => progress))).toEqual(new Set([100]))
    expect(await world.client.guest.get({ id: items[7]!.id })).toMatchObject({ name: 'web_7', created: true })
    expect((await names()).length).toBe(40)
    expect((await hosts.of(7).guests.list()).length).toBe(40)
  })

  test('has an item for each guest, and tells how far it is, from the moment it is accepted', async () => {
    const task = await world.client.batch.createGuests({ ...alike, name_prefix: 'web', count: 100 })
    const items = await made(task)
    expect(items).toHaveLength(100)
    expect(items.at(-1)).toEqual({ name: 'web_99', id: '', progress: 0, status: 'creating' })
    await until('a part of it', async () => ((await world.client.task.get(task)).progress ?? 0) > 0)
    expect(await world.ended(task)).toMatchObject({ state: 'done' })
  })

  test('an index whose name is taken fails alone', async () => {
    await world.ended(await world.client.guest.create({ ...alike, name: 'web_1' }))
    const task = await make()
    expect(task).toMatchObject({ state: 'failed', error: expect.stringContaining('1 of 3 guests failed') })
    expect(await made(task)).toMatchObject([
      { name: 'web_0', status: 'created' },
      { name: 'web_1', id: '', status: 'fail', error: 'Compute pool "default" has a guest called "web_1" already' },
      { name: 'web_2', status: 'created' }
    ])
    expect(await names()).toEqual(['web_0', 'web_1', 'web_2'])
  })

  test('a guest that its cell does not make fails alone, and keeps nothing', async () => {
    hosts.of(7).faults.failNext('disks', 'the shelf is full')
    const items = await made(await make())
    const failed = items.filter(({ status }) => status === 'fail')
    expect(failed).toMatchObject([{ error: expect.stringContaining('the shelf is full') }])
    expect((await hosts.of(7).guests.list()).map(({ spec }) => spec.name)).toHaveLength(2)
  })

  test('those that failed are made again, under their names, by the same batch', async () => {
    const blocking = await world.ended(await world.client.guest.create({ ...alike, name: 'web_1' }))
    const task = await make({ tags: ['course'] })
    const [first] = await made(task)
    const again = () => world.client.batch.retryCreate({ id: task.subject })
    expect(await world.ended(await again())).toMatchObject({ state: 'failed', subject: task.subject })

    await world.client.guest.remove({ id: blocking.subject })
    const retry = await again()
    await expect(again()).rejects.toMatchObject({ code: 'BATCH_GOING' })
    expect(await world.ended(retry)).toMatchObject({ state: 'done', subject: task.subject })
    const items = await made(task)
    expect(items.map(({ name, status }) => [name, status])).toEqual(
      ['web_0', 'web_1', 'web_2'].map((name) => [name, 'created'])
    )
    expect(items[0]).toEqual(first)
    expect(await world.client.guest.get({ id: items[1]!.id })).toMatchObject({ name: 'web_1', tags: ['course'] })
    await expect(again()).rejects.toMatchObject({ code: 'BATCH_COMPLETE' })
  })

  test.each(['MAC', 'address'] as const)('those that failed are named by the rule %s again', async (name_rule) => {
    await world.client.addressPool.create({ pool: 'net', gateway: '172.16.3.254' })
    const range = { type: 'internal', start: '172.16.3.10', end: '172.16.3.20', netmask: '255.255.255.0' } as const
    await world.client.addressPool.addRange({ pool: 'net', ...range })
    await world.client.computePool.modify({ pool: 'default', network: 'net' })
    hosts.of(7).faults.failNext('disks', 'the shelf is full')
    const task = await make({ name_rule })
    const failed = (await made(task)).find(({ status }) => status === 'fail')
    await world.ended(await world.client.batch.retryCreate({ id: task.subject }))
    for (const { id, name } of await made(task)) {
      const { ethernet_address, internal } = await world.client.guest.get({ id })
      const mark = name_rule === 'MAC' ? ethernet_address : internal.allocated_address.replace(/\/.*/, '')
      expect(name).toBe(`web_${mark.replaceAll(/[:.]/g, '-')}`)
    }
    if (name_rule === 'MAC') expect(await names()).toContain(failed?.name)
  })

  test('guests can be named after their MAC addresses', async () => {
    const items = await made(await make({ name_rule: 'MAC' }))
    for (const { id, name } of items) {
      const { ethernet_address } = await world.client.guest.get({ id })
      expect(name).toBe(`web_${ethernet_address.replaceAll(':', '-')}`)
    }
  })

  test('guests can be named after their addresses, and those beyond the last address fail', async () => {
    await expect(make({ name_rule: 'address' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('compute pool "default" has no address pool')
    })
    await world.client.addressPool.create({ pool: 'net', gateway: '172.16.3.254' })
    const range = { type: 'internal', start: '172.16.3.10', end: '172.16.3.11', netmask: '255.255.255.0' } as const
    await world.client.addressPool.addRange({ pool: 'net', ...range })
    await world.client.computePool.modify({ pool: 'default', network: 'net' })
    const items = await made(await make({ name_rule: 'address' }))
    expect(items.map(({ status }) => status).sort()).toEqual(['created', 'created', 'fail'])
    expect(items.find(({ status }) => status === 'fail')).toMatchObject({ error: expect.stringContaining('net') })
    expect(await names()).toEqual(['web_172-16-3-10', 'web_172-16-3-11'])
  })

  test('each guest is placed by itself: alike ones spread evenly over alike cells', async () => {
    await world.client.computePool.create({ pool: 'racks' })
    for (const seed of [11, 12, 13, 14]) {
      await world.client.cell.register({ name: `m-${seed}`, connection: machine(seed) })
      await world.client.cell.add({ pool: 'racks', cell: `m-${seed}` })
    }
    await make({ pool: 'racks', count: 40 })
    const cells = (await world.client.guest.page({ limit: 500 })).result.map(({ cell }) => cell)
    expect(Object.values(Object.groupBy(cells, (cell) => cell)).map((group) => group?.length)).toEqual([10, 10, 10, 10])
  })

  test.each<[string, object, string]>([
    ['an unknown pool', { pool: 'nowhere' }, 'POOL_NOT_FOUND'],
    ['an unknown image', { from_image: 'nothing' }, 'IMAGE_NOT_FOUND'],
    ['no guest', { count: 0 }, 'INPUT_INVALID'],
    ['half a guest', { count: 0.5 }, 'INPUT_INVALID'],
    ['an endless number', { count: 10_001 }, 'INPUT_INVALID'],
    ['a prefix with a blank', { name_prefix: 'a b' }, 'INPUT_INVALID'],
    ['no prefix', { name_prefix: '' }, 'INPUT_INVALID'],
    ['an unknown rule', { name_rule: 'moon' }, 'INPUT_INVALID']
  ])('%s is refused at once and leaves nothing', async (_what, more, code) => {
    await expect(make(more)).rejects.toMatchObject({ code })
    expect(await names()).toEqual([])
    expect(await world.client.task.list({})).toEqual([])
  })

  test('deletes guests; unknown ones fail, running ones only without force', async () => {
    await make()
    await world.client.instance.start({ id: await idOf('web_0') })
    const ids = [await idOf('web_0'), await idOf('web_1'), 'nobody', await idOf('web_1')]
    const erase = async (force: boolean) => {
      const { subject: id } = await world.ended(await world.client.batch.deleteGuests({ guest: ids, force }))
      return world.client.batch.getDelete({ id })
    }
    expect(await erase(false)).toEqual([
      { name: 'web_0', id: ids[0], progress: 0, status: 'fail', error: 'Guest "web_0" is running; stop it first' },
      { name: 'web_1', id: ids[1], progress: 100, status: 'deleted' },
      { name: '', id: 'nobody', progress: 0, status: 'fail', error: 'There is no guest "nobody"' }
    ])
    expect((await erase(true)).map(({ status }) => status)).toEqual(['deleted', 'fail', 'fail'])
    expect(await names()).toEqual(['web_2'])
    expect((await hosts.of(7).guests.list()).map(({ spec }) => spec.name)).toEqual(['web_2'])
  })

  test('stops guests, by their button or by force; stopped means off', async () => {
    await make({ start: true })
    const ids = await Promise.all(['web_0', 'web_1'].map(idOf))
    const stop = async (force: boolean) => {
      const { subject: id } = await world.ended(await world.client.batch.stopGuests({ guest: ids, force }))
      return world.client.batch.getStop({ id })
    }
    expect((await stop(false)).map(({ status }) => status)).toEqual(['stopped', 'stopped'])
    for (const id of ids) expect(await world.client.guest.get({ id })).toMatchObject({ running: false })
    expect(await stop(true)).toMatchObject([{ status: 'fail' }, { status: 'fail' }])
    ids.push(await idOf('web_2'))
    expect((await stop(true)).map(({ status }) => status)).toEqual(['fail', 'fail', 'stopped'])
  })

  test('starts and reboots guests; what is not so for one is said of it', async () => {
    await make()
    const ids = await Promise.all(['web_0', 'web_1'].map(idOf))
    await world.client.instance.start({ id: ids[0] ?? '' })
    const start = await world.ended(await world.client.batch.startGuests({ guest: [...ids, 'nobody'] }))
    expect(await world.client.batch.getStart({ id: start.subject })).toEqual([
      { name: 'web_0', id: ids[0], progress: 0, status: 'fail', error: 'Guest "web_0" is running; stop it first' },
      { name: 'web_1', id: ids[1], progress: 100, status: 'started' },
      { name: '', id: 'nobody', progress: 0, status: 'fail', error: 'There is no guest "nobody"' }
    ])
    expect(start).toMatchObject({ state: 'failed', error: expect.stringContaining('2 of 3') })

    const off = await idOf('web_2')
    const reboot = await world.ended(await world.client.batch.rebootGuests({ guest: [...ids, off], force: true }))
    expect((await world.client.batch.getReboot({ id: reboot.subject })).map(({ status }) => status)).toEqual([
      'rebooted',
      'rebooted',
      'fail'
    ])
  })

  test('takes a snapshot of every guest that is off, by one name', async () => {
    await make()
    const ids = await Promise.all(['web_0', 'web_1'].map(idOf))
    await world.client.instance.start({ id: ids[1] ?? '' })
    const wanted = { guest: ids, name: 'clean', description: 'before the course' }
    const { subject: id } = await world.ended(await world.client.batch.snapshotGuests(wanted))
    expect((await world.client.batch.getSnapshot({ id })).map(({ status }) => status)).toEqual(['taken', 'fail'])
    expect(await world.client.snapshot.get({ id: ids[0] ?? '', name: 'clean' })).toMatchObject({
      description: 'before the course'
    })
    expect(await world.client.snapshot.list({ id: ids[1] ?? '' })).toEqual({})
  })

  test('others’ guests are as unknown as others’ batches', async () => {
    const task = await make()
    const eve = { ...world.admin, user: 'eve', group: 'else', permissions: permissionsOf(['instance']) }
    const client = world.clientOf(eve)
    await expect(client.batch.getCreate({ id: task.subject })).rejects.toMatchObject({ code: 'BATCH_NOT_FOUND' })
    const id = await idOf('web_0')
    const { subject } = await world.ended(await client.batch.deleteGuests({ guest: [id] }))
    expect(await client.batch.getDelete({ id: subject })).toEqual([
      { name: '', id, progress: 0, status: 'fail', error: `There is no guest "${id}"` }
    ])
    expect(await world.client.batch.getDelete({ id: subject })).toHaveLength(1)
    await expect(world.client.batch.getStop({ id: subject })).rejects.toMatchObject({ code: 'BATCH_NOT_FOUND' })
    expect((await names()).length).toBe(3)
  })

  test('one that is cancelled ends with a final word for every guest, and no half guest', async () => {
    const task = await world.client.batch.createGuests({ ...alike, name_prefix: 'web', count: 300 })
    await until('the first guests', async () => (await made(task)).some(({ status }) => status === 'created'))
    await world.client.task.cancel({ id: task.id })
    expect(await world.ended(task)).toMatchObject({ state: 'cancelled' })
    const items = await made(task)
    const created = items.filter(({ status }) => status === 'created').map(({ name }) => name)
    expect(items.filter(({ status }) => status === 'fail').length).toBe(300 - created.length)
    expect(created.length).toBeLessThan(300)
    expect(await names()).toEqual(created.sort())
    expect((await hosts.of(7).guests.list()).map(({ spec }) => spec.name).sort()).toEqual(created)
  })

  test('a quit in the middle leaves a final word for every guest', async () => {
    const task = await world.client.batch.createGuests({ ...alike, name_prefix: 'web', count: 300 })
    await until('the first guests', async () => (await made(task)).some(({ status }) => status === 'created'))
    await world.restart()
    expect(await world.client.task.get({ id: task.id })).toMatchObject({ state: 'interrupted' })
    const items = await made(task)
    expect(items.every(({ status }) => status !== 'creating')).toBe(true)
    expect(await names()).toEqual(items.flatMap(({ name, status }) => (status === 'created' ? [name] : [])).sort())
  })
})
