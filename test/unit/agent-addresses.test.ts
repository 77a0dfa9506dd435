import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DriverError, type Driver } from '@main/drivers/driver'
import { hurriedClock } from '../support/hurried-clock'
import { MadeUpHosts } from '../support/made-up-hosts'
import { until } from '../support/until'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30

describe('the address that a guest says it has', () => {
  let world: World
  /** What agents answer, instead of what made-up ones do; and who was asked, oldest first. */
  let answer: (() => string[]) | undefined
  let asked: { readonly id: string; readonly at: number }[]
  const clock = hurriedClock(200)
  beforeEach(async () => {
    const hosts = new MadeUpHosts()
    ;[answer, asked] = [undefined, []]
    const openDriver: typeof hosts.openDriver = async (connection, environment): Promise<Driver> => {
      const driver = await hosts.openDriver(connection, environment)
      const agent: Driver['agent'] = driver.agent && {
        ...driver.agent,
        addresses: async (guest) => {
          asked.push({ id: guest.id, at: clock.now().getTime() })
          return answer ? answer() : driver.agent!.addresses(guest)
        }
      }
      return { ...driver, ...(agent && { agent }) }
    }
    world = await createWorld({ openDriver, clock })
  })
  afterEach(() => world.close())

  const create = async (name: string, more: object = {}): Promise<string> => {
    const wanted = { name, cores: 1, memory: GiB, disks: [GiB], modules: ['qemu' as const], start: true, ...more }
    return (await world.ended(await world.client.guest.create(wanted))).subject
  }
  const seen = async (id: string): Promise<readonly [string, string]> => {
    const { internal, external } = await world.client.guest.get({ id })
    return [internal.network_address, external.network_address]
  }
  const untilSeen = (id: string, internal: string, external = '') =>
    until(`address ${internal}`, async () => {
      const [inside, outside] = await seen(id)
      return inside === internal && outside === external
    })

  test('is the leased one, in the guest, the instance and the news, until the guest is off', async () => {
    await world.client.addressPool.create({ pool: 'net', gateway: '172.16.3.254' })
    const range = { start: '172.16.3.10', end: '172.16.3.10', netmask: '255.255.255.0' }
    await world.client.addressPool.addRange({ pool: 'net', type: 'internal', ...range })
    await world.client.computePool.modify({ pool: 'default', network: 'net' })
    const id = await create('web')
    await untilSeen(id, '172.16.3.10')
    const address = { network_address: '172.16.3.10', allocated_address: '172.16.3.10/24' }
    expect(await world.client.instance.get({ id })).toMatchObject({ internal: address })
    const told = world.notices.flatMap(({ name, payload }) => (name === 'guest.changed' ? [payload] : []))
    expect(told.some(({ internal }) => internal.network_address === '172.16.3.10')).toBe(true)
    await world.client.instance.stop({ id, force: true })
    expect(await seen(id)).toEqual(['', ''])
    await world.client.instance.start({ id })
    await untilSeen(id, '172.16.3.10')
  })

  test('follows what the guest says, and a public one is the external one', async () => {
    answer = () => ['10.20.30.44', '203.0.113.7', 'fe80::1']
    const id = await create('web')
    await untilSeen(id, '10.20.30.44', '203.0.113.7')
    answer = () => ['192.168.7.7', 'fd00::1']
    await untilSeen(id, '192.168.7.7')
  })

  test('stays while the agent is silent', async () => {
    answer = () => ['10.20.30.44']
    const id = await create('web')
    await untilSeen(id, '10.20.30.44')
    answer = () => {
      throw new DriverError('it does not answer', 'wrong_state')
    }
    const count = asked.length
    await until('two more questions', () => asked.length > count + 1)
    expect(await seen(id)).toEqual(['10.20.30.44', ''])
  })

  test('is asked for every 30 s while nothing is told, every two minutes then, and of nobody else', async () => {
    answer = () => []
    const [id] = [await create('web'), await create('bare', { modules: [] }), await create('off', { start: false })]
    const gaps = (from: number): number[] =>
      asked.slice(from).flatMap(({ at }, index, all) => (index > 0 ? [at - all[index - 1]!.at] : []))
    await until('three questions', () => asked.length > 2)
    for (const gap of gaps(0)) expect(gap).toBeGreaterThanOrEqual(30_000)
    answer = () => ['10.20.30.44']
    await untilSeen(id, '10.20.30.44')
    const known = asked.length - 1
    await until('two more questions', () => asked.length > known + 2)
    for (const gap of gaps(known)) expect(gap).toBeGreaterThanOrEqual(120_000)
    expect(new Set(asked.map((one) => one.id))).toEqual(new Set([id]))
  })
})
