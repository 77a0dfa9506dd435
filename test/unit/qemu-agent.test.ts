import { Duplex, PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { DriverError } from '@main/drivers/driver'
import { AgentCodec } from '@main/drivers/qemu/agent/agent-codec'
import { AgentSession } from '@main/drivers/qemu/agent/agent-session'
import { roomIn, trafficIn } from '@main/drivers/qemu/agent-usage'
import { addressesIn } from '@main/drivers/qemu/qemu-agent'

interface Command {
  readonly execute: string
  readonly arguments: { readonly id: number }
}

/** Plays an agent on the other end of a byte stream: says what it is told to each command. */
function fakeAgent(answer: (command: Command) => string | undefined) {
  const [toHost, fromHost] = [new PassThrough(), new PassThrough()]
  const heard: Buffer[] = []
  fromHost.on('data', (bytes: Buffer) => {
    heard.push(bytes)
    const command = JSON.parse(bytes.toString('utf8', bytes.lastIndexOf(0xff) + 1)) as Command
    const text = answer(command)
    if (text !== undefined) toHost.write(Buffer.from(text, 'latin1'))
  })
  return { stream: Duplex.from({ readable: toHost, writable: fromHost }), toHost, heard }
}

/** Answers a sync as an agent does, and another command as it is told. */
const polite =
  (answer: (command: Command) => object | undefined) =>
  (command: Command): string | undefined => {
    if (command.execute === 'guest-sync-delimited') return `\xff{"return": ${command.arguments.id}}\n`
    const reply = answer(command)
    return reply && `${JSON.stringify(reply)}\n`
  }

describe('the codec of an agent', () => {
  test('gives the same messages however the bytes are cut, and drops what was before the mark', () => {
    const messages = [{ return: 7 }, { return: { name: '机器 🖥️' } }, { error: { class: 'GenericError', desc: 'no' } }]
    const wire = Buffer.concat([
      Buffer.from('"half"}]}\n{"return": {}}\n{"ret'),
      Buffer.of(0xff),
      Buffer.from(messages.map((message) => `${JSON.stringify(message)}\n`).join(''))
    ])
    for (let size = 1; size <= wire.length; size++) {
      const codec = new AgentCodec()
      const got = []
      for (let at = 0; at < wire.length; at += size) got.push(...codec.decode(wire.subarray(at, at + size)))
      expect(got).toEqual(messages)
    }
  })

  test('writes a command that no text in it can end', () => {
    const bytes = new AgentCodec().encode('guest-set-user-password', { username: 'a"}\n{"execute":"guest-shutdown"}' })
    expect(bytes.toString().trimEnd()).not.toContain('\n')
  })

  test('refuses what is no message, and one without an end', () => {
    const marked = Buffer.of(0xff)
    expect(() => new AgentCodec().decode(Buffer.concat([marked, Buffer.from('{"return":\n')]))).toThrow(DriverError)
    expect(() => new AgentCodec().decode(Buffer.alloc((1 << 22) + 1, 'x'))).toThrow('without an end')
  })
})

describe('a session with an agent', () => {
  test('begins with a sync behind a mark, and hears no older answer', async () => {
    const { stream, heard } = fakeAgent((command) =>
      command.execute === 'guest-sync-delimited'
        ? `"old"}\n\xff{"return": 1}\n\xff{"return": ${command.arguments.id}}\n`
        : '{"return": "new"}\n'
    )
    const session = await AgentSession.open(stream, 1_000)
    expect(heard[0]?.[0]).toBe(0xff)
    expect(await session.execute('guest-get-fsinfo', {})).toBe('new')
  })

  test('is refused by an agent that does not answer, or that is not there', async () => {
    const { stream } = fakeAgent(() => undefined)
    await expect(AgentSession.open(stream, 20)).rejects.toMatchObject({ fault: 'wrong_state' })
    expect(stream.destroyed).toBe(true)
    const gone = fakeAgent(() => undefined)
    const opening = AgentSession.open(gone.stream, 1_000)
    gone.toHost.end()
    await expect(opening).rejects.toMatchObject({ fault: 'wrong_state' })
  })

  test('says no in the words of the agent', async () => {
    const error = { class: 'GenericError', desc: 'child process has failed to set user password' }
    const { stream } = fakeAgent(polite(() => ({ error })))
    const session = await AgentSession.open(stream, 1_000)
    const refusal = session.execute('guest-set-user-password', { username: 'x', password: 'eA==', crypted: false })
    await expect(refusal).rejects.toMatchObject({ message: error.desc, fault: 'failed' })
  })

  test('does not wait for ever, and takes silence for success only where that is the answer', async () => {
    const { stream } = fakeAgent(polite(() => undefined))
    const session = await AgentSession.open(stream, 1_000)
    await expect(session.execute('guest-get-fsinfo', {}, 20)).rejects.toMatchObject({ fault: 'wrong_state' })
    await expect(session.tell('guest-shutdown', { mode: 'powerdown' }, 20)).resolves.toBeUndefined()
    const refusing = fakeAgent(polite(() => ({ error: { class: 'GenericError', desc: 'no' } })))
    const other = await AgentSession.open(refusing.stream, 1_000)
    await expect(other.tell('guest-shutdown', { mode: 'powerdown' }, 1_000)).rejects.toThrow('no')
  })
})

describe('what an agent tells', () => {
  const address = (text: string) => ({ 'ip-address-type': text.includes(':') ? 'ipv6' : 'ipv4', 'ip-address': text })
  const interfaces = [
    {
      name: 'lo',
      'ip-addresses': [address('127.0.0.1'), address('::1')],
      statistics: { 'rx-bytes': 9, 'tx-bytes': 9 }
    },
    {
      name: 'eth0',
      'ip-addresses': [address('fe80::5054:ff:fe12:3456'), address('2001:db8::2'), address('10.0.0.2')],
      statistics: { 'rx-bytes': 100, 'tx-bytes': 20 }
    },
    { name: 'eth1', 'ip-addresses': [address('192.168.1.2')], statistics: { 'rx-bytes': 1, 'tx-bytes': 2 } },
    { name: 'eth2' }
  ] as Parameters<typeof addressesIn>[0]

  test('are its addresses, the one that others reach first', () => {
    expect(addressesIn(interfaces)).toEqual(['10.0.0.2', '192.168.1.2', '2001:db8::2', 'fe80::5054:ff:fe12:3456'])
  })

  test('is its traffic, without what it says to itself', () => {
    expect(trafficIn(interfaces)).toEqual({ bytes_received: 101, bytes_sent: 22 })
  })

  test('is the room on its disks, however often they are mounted', () => {
    const system = { name: 'sda1', 'total-bytes': 1000, 'used-bytes': 400 }
    expect(roomIn([system, { ...system }, { name: 'sdb', 'total-bytes': 10, 'used-bytes': 4 }, { name: 'old' }])).toBe(
      606
    )
  })
})
