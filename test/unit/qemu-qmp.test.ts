import { Duplex, PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { DriverError } from '@main/drivers/driver'
import { QmpClient } from '@main/drivers/qemu/qmp/qmp-client'
import { QmpCodec, type QmpEvent } from '@main/drivers/qemu/qmp/qmp-codec'

const greeting = { QMP: { version: { qemu: { major: 7, minor: 2, micro: 22 } }, capabilities: [] } }
const event = { event: 'STOP', timestamp: { seconds: 1, microseconds: 2 } }

/** Plays a QEMU on the other end of a byte stream: answers each command as it is told. */
function fakeQemu(answer: (command: string, args: object) => object | undefined) {
  const [toClient, fromClient] = [new PassThrough(), new PassThrough()]
  const say = (message: object): void => void toClient.write(`${JSON.stringify(message)}\r\n`)
  fromClient.on('data', (bytes: Buffer) => {
    for (const line of bytes.toString().trim().split('\r\n')) {
      const { execute, arguments: args, id } = JSON.parse(line) as { execute: string; arguments: object; id: string }
      const reply = answer(execute, args)
      if (reply) say({ ...reply, id })
    }
  })
  const events: QmpEvent[] = []
  let closes = 0
  const stream = Duplex.from({ readable: toClient, writable: fromClient })
  const client = new QmpClient(stream, { onEvent: (each) => events.push(each), onClose: () => closes++ })
  const hangUp = (lastWords = ''): void => void toClient.end(lastWords)
  return { client, say, events, hangUp, closes: () => closes }
}

describe('the codec', () => {
  test('gives the same messages however the bytes are cut, even within a character', () => {
    const messages = [greeting, event, { return: { file: '/机器 "🖥️"\n.iso' }, id: '1' }]
    const wire = Buffer.from(messages.map((message) => `${JSON.stringify(message)}\r\n`).join(''))
    for (let size = 1; size <= wire.length; size++) {
      const codec = new QmpCodec()
      const got = []
      for (let at = 0; at < wire.length; at += size) got.push(...codec.decode(wire.subarray(at, at + size)))
      expect(got).toEqual(messages)
    }
  })

  test('writes a command that no text in it can end', () => {
    const text = new QmpCodec().encode('7', 'eject', { id: 'a"}\r\n{"execute":"quit"}' })
    expect(text.trimEnd()).not.toContain('\n')
    expect(JSON.parse(text)).toEqual({ execute: 'eject', arguments: { id: 'a"}\r\n{"execute":"quit"}' }, id: '7' })
  })

  test.each(['{"return":', 'HTTP/1.1 400 Bad Request'])('refuses %j', (line) => {
    expect(() => new QmpCodec().decode(Buffer.from(`${line}\n`))).toThrow(DriverError)
  })

  test('refuses a message without an end', () => {
    const codec = new QmpCodec()
    const chunk = Buffer.alloc(1 << 22, 'x')
    expect(() => Array.from({ length: 5 }, () => codec.decode(chunk))).toThrow('without an end')
  })
})

describe('the client', () => {
  test('takes no command before QEMU has greeted, however late that is', async () => {
    const { client, say } = fakeQemu(() => ({ return: {} }))
    await expect(client.execute('cont')).rejects.toMatchObject({ fault: 'unavailable' })
    say(greeting)
    expect(await client.ready).toBe('7.2.22')
    await expect(client.execute('cont')).resolves.toEqual({})
  })

  test('gives each waiting call its own answer, in whatever order they come', async () => {
    const held: string[] = []
    const { client, say } = fakeQemu((command) => {
      if (command === 'qmp_capabilities') return { return: {} }
      held.push(command)
      return undefined
    })
    say(greeting)
    await client.ready
    const answers = [client.execute('query-status'), client.execute('query-block')]
    await expect.poll(() => held).toEqual(['query-status', 'query-block'])
    say({ return: ['the second'], id: '3' })
    say(event)
    say({ return: 'the first', id: '2' })
    expect(await Promise.all(answers)).toEqual(['the first', ['the second']])
  })

  test('says no in the words of QEMU', async () => {
    const error = { class: 'GenericError', desc: 'Device is locked' }
    const { client, say } = fakeQemu((command) => (command === 'eject' ? { error } : { return: {} }))
    say(greeting)
    await client.ready
    const refusal = client.execute('eject', { id: 'cd', force: false })
    await expect(refusal).rejects.toMatchObject({ message: 'Device is locked', fault: 'failed', cause: error })
  })

  test('does not wait for ever', async () => {
    const { client, say } = fakeQemu((command) => (command === 'qmp_capabilities' ? { return: {} } : undefined))
    say(greeting)
    await client.ready
    const refusal = client.execute('query-status', {}, 20)
    await expect(refusal).rejects.toThrow('QEMU has not answered query-status for 0.02 s')
  })

  test('tells of events, and once of the end, which fails what still waits', async () => {
    const { client, say, events, hangUp, closes } = fakeQemu((command) =>
      command === 'qmp_capabilities' ? { return: {} } : undefined
    )
    say(greeting)
    await client.ready
    say(event)
    const waiting = client.execute('cont')
    hangUp()
    await expect(waiting).rejects.toMatchObject({ message: 'QEMU has closed its monitor', fault: 'unavailable' })
    expect(events).toEqual([event])
    expect(closes()).toBe(1)
  })

  test('lets go of one that does not speak QMP', async () => {
    const { client, hangUp, closes } = fakeQemu(() => undefined)
    hangUp('RFB 003.008\n')
    await expect(client.ready).rejects.toThrow('QEMU sends what is no QMP: RFB 003.008')
    expect(closes()).toBe(1)
  })
})
