import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RfbClient } from '../drivers/rfb-client'
import { textOf } from '../drivers/screen-text'
import { SerialTerminal } from '../support/serial-terminal'
import { account, createServedWorld, type ServedWorld } from '../support/served-world'
import { ShiftedClock } from '../support/shifted-clock'
import { ChannelClient, closing, openSocket, streamOf } from '../support/socket-client'
import { until } from '../support/until'

const GiB = 2 ** 30
const binary = { protocols: ['binary'] }
const clock = new ShiftedClock()
let served: ServedWorld
let guest: string

beforeAll(async () => {
  served = await createServedWorld({ clock })
  const { client, ended } = served.world
  const { subject } = await ended(
    await client.guest.create({ name: 'web', cores: 1, memory: GiB, disks: [GiB], start: true })
  )
  guest = subject
})
afterAll(() => served.close())
beforeEach(async () => {
  await served.ask(`PUT /sessions/${served.session}`)
})

const ticket = async (): Promise<string> => {
  const { envelope } = await served.ask('POST /monitor_channels/', { body: { guest } })
  expect(envelope).toMatchObject({ error_code: 0, data: { protocol: 'vnc', username: '', password: '' } })
  return (envelope.data as { id: string }).id
}
const shows = (viewer: RfbClient, text: string) =>
  until(`"${text}" on the screen`, () => textOf(viewer).includes(text), 10_000)

describe('a monitor channel', () => {
  it.each(['/monitor_channels/', '/api/v1/monitor_channels/', '/monitor_channel/'])(
    'at %s shows the screen of a guest, and types into it',
    async (path) => {
      const socket = await openSocket(`${served.url}${path}${await ticket()}`, binary)
      expect(socket.protocol).toBe('binary')
      const viewer = await RfbClient.connect(streamOf(socket))
      expect(viewer.name).toBe('web')
      void viewer.follow()
      await shows(viewer, 'login:')
      viewer.type('anna\n')
      await shows(viewer, 'anna@web')
      viewer.type('exit\n')
      const closed = closing(socket)
      viewer.stream.destroy()
      expect((await closed).code).toBeLessThan(1011)
    }
  )

  it('shows the serial line of a guest where that is asked for, and what it said to who comes later', async () => {
    const serial = async (): Promise<SerialTerminal> => {
      const { envelope } = await served.ask('POST /monitor_channels/', { body: { guest, kind: 'serial' } })
      expect(envelope).toMatchObject({ error_code: 0, data: { protocol: 'serial', username: '', password: '' } })
      const { id } = envelope.data as { id: string }
      return new SerialTerminal(streamOf(await openSocket(`${served.url}/monitor_channels/${id}`, binary)))
    }
    const first = await serial()
    await first.says('web login: ')
    first.enter('anna')
    await first.says('anna@web')
    const second = await serial()
    await second.says(/web login: anna\r\n[^]*This guest is simulated[^]*anna@web/)
    second.enter('echo \x1b[Aover\x7f\x7ft')
    await first.says('\r\novt\r\n')
    first.close()
    second.enter('exit')
    await second.says('web login: ')
    second.close()
  })

  it('may be asked for without a protocol, and ignores text', async () => {
    const socket = await openSocket(`${served.url}/monitor_channels/${await ticket()}/`)
    expect(socket.protocol).toBe('')
    socket.send('hello')
    expect((await RfbClient.connect(streamOf(socket))).name).toBe('web')
    socket.close()
  })

  it('closes when its viewer signs out', async () => {
    const signIn = await served.ask('POST /sessions/', { body: account })
    const { session } = signIn.envelope.data as { session: string }
    const leave = await served.ask('POST /monitor_channels/', { session, body: { guest } })
    const { id } = leave.envelope.data as { id: string }
    const unused = await served.ask('POST /monitor_channels/', { session, body: { guest } })
    const socket = await openSocket(`${served.url}/monitor_channels/${id}`, binary)
    const closed = closing(socket)
    await served.ask(`DELETE /sessions/${session}`, { session })
    expect((await closed).reason).toContain('has ended')
    const late = await openSocket(
      `${served.url}/monitor_channels/${(unused.envelope.data as { id: string }).id}`,
      binary
    )
    expect((await closing(late)).reason).toContain('has ended')
  })

  it('opens once', async () => {
    const id = await ticket()
    const socket = await openSocket(`${served.url}/monitor_channels/${id}`, binary)
    await expect(openSocket(`${served.url}/monitor_channels/${id}`, binary)).rejects.toThrow('refused')
    socket.close()
  })

  it('waits 15 seconds, and no longer', async () => {
    const [soon, late] = [await ticket(), await ticket()]
    clock.pass(14)
    ;(await openSocket(`${served.url}/monitor_channels/${soon}`, binary)).close()
    clock.pass(1)
    await expect(openSocket(`${served.url}/monitor_channels/${late}`, binary)).rejects.toThrow('refused')
  })

  it.each(['unknown', '__proto__', 'a%2fb'])('is refused for the id %s', async (id) => {
    await expect(openSocket(`${served.url}/monitor_channels/${id}`, binary)).rejects.toThrow('refused')
  })

  it('opens nothing but screens', async () => {
    const { id } = await served.world.client.diskImage.create({ name: 'base' })
    const upload = await served.world.client.diskImage.upload({ id })
    await expect(openSocket(`${served.url}/monitor_channels/${upload.ticket}`, binary)).rejects.toThrow('refused')
  })

  it('asks plain HTTP to become a socket, and keeps the ticket', async () => {
    const id = await ticket()
    const { status, envelope } = await served.ask(`GET /monitor_channels/${id}`, { session: '' })
    expect([status, envelope.error_code]).toEqual([200, 426])
    ;(await openSocket(`${served.url}/monitor_channels/${id}`, binary)).close()
  })

  it('is not given for a guest that is off', async () => {
    const { client, ended } = served.world
    const { subject } = await ended(await client.guest.create({ name: 'off', cores: 1, memory: GiB, disks: [GiB] }))
    const { envelope } = await served.ask('POST /monitor_channels/', { body: { guest: subject } })
    expect(envelope).toMatchObject({ error_code: 409, message: expect.stringContaining('"off"') })
  })
})

describe("a browser's channel to the same screen", () => {
  it('opens, speaks RFB, and ends well when the guest is forced off', async () => {
    const { id } = await served.world.client.monitorChannel.create({ guest })
    const channel = await ChannelClient.connect(served.url, id)
    const viewer = await RfbClient.connect(streamOf(channel.socket))
    expect(channel.signals).toEqual([{ signal: 'open' }])
    expect(viewer.name).toBe('web')
    await served.world.client.instance.stop({ id: guest, force: true })
    expect(await channel.reason()).toBe('')
  })
})
