import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GuestChange } from '@main/drivers/driver'
import { openSimulatedDriver, type SimulatedDriver } from '@main/drivers/simulated/simulated-driver'
import { specOf } from '../drivers/conformance-parts'
import { RfbClient } from '../drivers/rfb-client'
import { textOf } from '../drivers/screen-text'
import { connection, fastClock } from '../drivers/simulated-rig'
import { until } from '../support/until'

const spec = specOf({
  name: 'course-net-101',
  cores: 2,
  memory: 2 ** 31,
  network: { address: '10.70.0.9/16', gateway: '', dns: [], provider: 'dhcp' as const }
})
const SIX_HOURS = 6 * 3_600_000

const control = { down: 0xffe3, c: 0x63, l: 0x6c, alt: 0xffe9, delete: 0xffff, backspace: 0xff08 } as const

describe('the console of a simulated guest', () => {
  let driver: SimulatedDriver
  let told: GuestChange[]

  beforeEach(() => {
    driver = openSimulatedDriver({ connection, clock: fastClock })
    driver.seedGuest(spec, { running: true, since: Date.now() - SIX_HOURS, disks: [2 ** 30] })
    told = []
    driver.onChange((change) => told.push(change))
  })
  afterEach(() => driver.close())

  /** A viewer whose picture keeps up with the screen. */
  async function look(): Promise<RfbClient> {
    const client = await RfbClient.connect(await driver.screen.open(spec))
    void client.follow()
    return client
  }
  const shows = (client: RfbClient, text: string) =>
    until(`"${text}" on the screen`, () => textOf(client).includes(text)).catch((cause: unknown) => {
      throw new Error(`The screen shows:\n${textOf(client)}`, { cause })
    })
  async function signedIn(): Promise<RfbClient> {
    const client = await look()
    await shows(client, 'login:')
    client.type('anna\n')
    await shows(client, 'anna@course-net-101:~$')
    return client
  }

  test('has the name of the guest, and shows how it came up and who may enter', async () => {
    const client = await look()
    expect(client.name).toBe('course-net-101')
    await shows(client, 'course-net-101 login:')
    const text = textOf(client)
    for (const line of [
      'Linux version',
      '2 processors',
      'memory: 2 GiB',
      'disk0: 1 GiB',
      '10.70.0.9/16',
      spec.ethernet_address
    ])
      expect(text).toContain(line)
  })

  test('shows a key as soon as it is typed', async () => {
    const client = await look()
    await shows(client, 'login:')
    client.type('q')
    await shows(client, 'login: q')
  })

  test.each([
    ['help', 'Try: clear date'],
    ['whoami', 'anna'],
    ['uname -a', 'Linux course-net-101 6.1'],
    ['uptime', 'up 06:00:'],
    ['date', 'GMT'],
    ['echo Hello, "World"!', '\nHello, "World"!'],
    ['ip', 'eth0: '],
    ['free', 'Memory: 2 GiB'],
    ['lsblk', 'disk0  1 GiB'],
    ['nonsense', '-sh: nonsense: not found'],
    ['constructor', '-sh: constructor: not found']
  ])('answers %s', async (command, answer) => {
    const client = await signedIn()
    client.type(`clear\n${command}\n`)
    await shows(client, answer)
  })

  test('takes a character back, and leaves the prompt alone', async () => {
    const client = await signedIn()
    client.type('xy')
    for (let times = 0; times < 5; times++) client.key(control.backspace)
    client.type('whoami\n')
    await shows(client, '~$ whoami\nanna')
  })

  test('Ctrl+C drops the line, Ctrl+L clears the screen and keeps the line', async () => {
    const client = await signedIn()
    client.type('uname')
    client.hold(control.down, () => client.key(control.c))
    client.type('who')
    client.hold(control.down, () => client.key(control.l))
    client.type('ami\n')
    await until('a clear screen with one answer', () =>
      textOf(client).startsWith('anna@course-net-101:~$ whoami\nanna\n')
    )
  })

  test('scrolls, and a long line goes on below', async () => {
    const client = await signedIn()
    client.type(`echo ${'w'.repeat(100)}\n`)
    for (let line = 1; line <= 30; line++) client.type(`echo line ${line}\n`)
    await shows(client, '\nline 30\n')
    expect(textOf(client)).not.toContain('line 15')
    expect(textOf(client).split('\n')).toHaveLength(25)
  })

  test('exit ends at the login prompt again', async () => {
    const client = await signedIn()
    client.type('clear\nexit\n')
    await shows(client, '\ncourse-net-101 login:')
  })

  test('two viewers see and write the same', async () => {
    const [one, two] = [await signedIn(), await look()]
    two.type('echo from two\n')
    await shows(one, '\nfrom two')
    await shows(two, '\nfrom two')
  })

  test('keeps what was on it while nobody looked', async () => {
    const client = await signedIn()
    client.type('echo remember\n')
    await shows(client, '\nremember')
    client.stream.destroy()
    await shows(await look(), '\nremember')
  })

  test('a viewer that wants to be alone sends the others away', async () => {
    const client = await look()
    const left = once(client.stream, 'close')
    await RfbClient.connect(await driver.screen.open(spec), { shared: false })
    await left
  })

  test('poweroff switches the guest off, tells so, and ends the console', async () => {
    const client = await signedIn()
    const left = once(client.stream, 'close')
    client.type('poweroff\n')
    await left
    expect(await driver.power.state(spec)).toEqual({ power: 'stopped', reason: '', since: 0 })
    expect(told).toEqual([{ id: spec.id, power: 'stopped', reason: '', since: 0 }])
  })

  test.each([
    ['reboot', (client: RfbClient) => client.type('reboot\n')],
    [
      'Ctrl+Alt+Del',
      (client: RfbClient) => client.hold(control.down, () => client.hold(control.alt, () => client.key(control.delete)))
    ]
  ])('%s brings the guest up anew in the same console, and tells so', async (_how, ask) => {
    const client = await signedIn()
    ask(client)
    await until('word of the reboot', () => told.length > 0)
    expect(told).toMatchObject([{ id: spec.id, power: 'running' }])
    expect(told[0]!.since).toBeGreaterThan(Date.now() - SIX_HOURS / 2)
    await until('a new login prompt', () => /login:/.test(textOf(client)) && !textOf(client).includes('anna'))
  })

  test('a guest on its way down takes no more keys', async () => {
    driver = openSimulatedDriver({ connection, clock: { ...fastClock, sleep: () => new Promise(() => {}) } })
    driver.seedGuest(spec, { running: true, since: Date.now() - SIX_HOURS, disks: [] })
    const client = await signedIn()
    client.type('poweroff\nwhoami\n')
    await shows(client, 'The system is going down.')
    expect(textOf(client).replace(/\W+$/, '')).toMatch(/poweroff\n\nThe system is going down$/)
  })

  test('a guest that is reset while it comes up begins anew, once', async () => {
    const held: (() => void)[] = []
    const clock = { ...fastClock, sleep: () => new Promise<void>((resolve) => held.push(resolve)) }
    driver = openSimulatedDriver({ connection, clock })
    driver.seedGuest(spec, { running: true, since: Date.now(), disks: [] })
    const client = await look()
    await shows(client, 'Simulated firmware')
    await driver.power.reset(spec)
    await until('the login prompt', () => {
      for (const release of held.splice(0)) release()
      return textOf(client).includes('login:')
    })
    expect(textOf(client).match(/Linux version/g)).toHaveLength(1)
  })

  test('is forgotten when many others were looked at since', async () => {
    const client = await signedIn()
    client.stream.destroy()
    for (let other = 0; other < 20; other++) {
      const otherSpec = specOf()
      driver.seedGuest(otherSpec, { running: true, disks: [] })
      const stream = await driver.screen.open(otherSpec)
      stream.destroy()
      await once(stream, 'close')
    }
    const again = await look()
    await shows(again, 'login:')
    expect(textOf(again)).not.toContain('anna')
  })

  test('a halted guest shows why, and takes no more keys', async () => {
    const client = await signedIn()
    driver.faults.halt(spec, 'internal error')
    client.type('whoami\n')
    await shows(client, 'Halted: internal error')
    expect(textOf(client)).not.toContain('whoami')
  })

  test('a guest that was halted before anybody looked shows why', async () => {
    driver.faults.halt(spec, 'internal error')
    await shows(await look(), 'Halted: internal error')
  })

  test('a name that the font cannot write is boxes, and nothing worse', async () => {
    const other = specOf({ name: '机器\n"x"' })
    driver.seedGuest(other, { running: true, disks: [] })
    const client = await RfbClient.connect(await driver.screen.open(other))
    void client.follow()
    expect(client.name).toBe(other.name)
    await shows(client, '?? "x" login:')
  })
})
