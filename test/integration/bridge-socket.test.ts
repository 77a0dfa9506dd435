import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { operations } from '@shared/contract'
import type { Reply } from '@shared/contract/wire'
import { account, createServedWorld, type ServedWorld } from '../support/served-world'
import { BridgeClient, ChannelClient, closing, openSocket } from '../support/socket-client'
import { until } from '../support/until'

const MiB = 2 ** 20
let served: ServedWorld
let browser: BridgeClient
let made = 0
beforeAll(async () => void (served = await createServedWorld()))
afterAll(() => served.close())
beforeEach(async () => void (browser = await BridgeClient.connect(served.url)))
afterEach(() => browser.close())

const codeOf = (reply: Reply): string => (reply.ok ? 'ok' : reply.error.code)

describe('the bridge over WebSocket', () => {
  it('knows who has signed in on it, until they sign out', async () => {
    expect(await browser.call('session.current', {})).toEqual({ ok: true, value: { session: null } })
    expect(codeOf(await browser.call('guest.search', {}))).toBe('SIGN_IN_NEEDED')
    const signedIn = await browser.call('session.create', account)
    expect(codeOf(await browser.call('guest.search', {}))).toBe('ok')
    const { session } = (signedIn as { value: { session: string } }).value
    expect(codeOf(await browser.call('session.remove', { id: session }))).toBe('ok')
    expect(codeOf(await browser.call('guest.search', {}))).toBe('SIGN_IN_NEEDED')
  })

  it('keeps who had signed in through a failed attempt', async () => {
    browser.present(served.session)
    expect(codeOf(await browser.call('session.create', { ...account, password: 'wrong' }))).toBe('SIGN_IN_REFUSED')
    expect(await browser.call('session.current', {})).toMatchObject({ value: { session: { user: 'ada' } } })
  })

  it('takes a sign-in from before a reload', async () => {
    browser.present(served.session)
    expect(await browser.call('session.current', {})).toMatchObject({ value: { session: { user: 'ada' } } })
  })

  it('tells events to those who may hear them, and to nobody else', async () => {
    const stranger = await BridgeClient.connect(served.url)
    browser.present(served.session)
    await Promise.all([browser.call('system.get', {}), stranger.call('system.get', {})])
    const { id } = await served.world.client.mediaImage.create({ name: 'heard' })
    await until('the event', () => browser.notices.some(({ payload }) => 'id' in payload && payload.id === id))
    await stranger.call('system.get', {})
    expect(stranger.notices).toEqual([])
    stranger.close()
  })

  it('answers calls in the order in which they are done', async () => {
    browser.present(served.session)
    const replies = await Promise.all([
      browser.call('session.create', account),
      browser.call('system.get', {}),
      browser.call('guest.search', {})
    ])
    expect(replies.map(({ ok }) => ok)).toEqual([true, true, true])
  })

  it.each([
    ['', 'OPERATION_UNKNOWN'],
    ['guest', 'OPERATION_UNKNOWN'],
    ['guest.', 'OPERATION_UNKNOWN'],
    ['.get', 'OPERATION_UNKNOWN'],
    ['guest.get.id', 'OPERATION_UNKNOWN'],
    ['guest.nothing', 'OPERATION_UNKNOWN'],
    ['__proto__', 'OPERATION_UNKNOWN'],
    ['constructor', 'OPERATION_UNKNOWN'],
    ['guest.constructor', 'OPERATION_UNKNOWN'],
    ['guest.__proto__', 'OPERATION_UNKNOWN'],
    ['constructor.constructor', 'OPERATION_UNKNOWN'],
    ['toString', 'OPERATION_UNKNOWN'],
    ['x'.repeat(100_000), 'OPERATION_UNKNOWN'],
    [null, 'OPERATION_UNKNOWN'],
    [undefined, 'OPERATION_UNKNOWN'],
    [7, 'OPERATION_UNKNOWN'],
    [['guest.get'], 'OPERATION_UNKNOWN'],
    [{ name: 'guest.get' }, 'OPERATION_UNKNOWN']
  ])('knows no operation %j', async (operation, code) => {
    browser.present(served.session)
    const reply = await browser.call(operation, {})
    expect(codeOf(reply)).toBe(code)
    expect(JSON.stringify(reply).length).toBeLessThan(400)
  })

  it.each([
    undefined,
    null,
    7,
    'text',
    true,
    [],
    [{}],
    { id: {} },
    { id: null },
    { id: ['web'] },
    { __proto__: { id: 'web' } }
  ])('refuses to look at a guest with %j', async (input) => {
    browser.present(served.session)
    expect(codeOf(await browser.call('guest.get', input))).toBe('INPUT_INVALID')
  })

  it('refuses every operation of the contract to a stranger, but what is public', async () => {
    const reachable = new Set<string>()
    for (const { name } of operations) {
      const code = codeOf(await browser.call(name, { user: '', password: '' }))
      if (code !== 'SIGN_IN_NEEDED') reachable.add(name)
    }
    expect([...reachable]).toEqual([
      ...['system.get', 'system.init'],
      ...['session.create', 'session.createAutomatic', 'session.current']
    ])
  })

  it('refuses an input that is too large, and goes on', async () => {
    browser.present(served.session)
    expect(codeOf(await browser.call('guest.search', { owner: 'x'.repeat(MiB) }))).toBe('INPUT_TOO_LARGE')
    expect(codeOf(await browser.call('guest.search', {}))).toBe('ok')
  })

  it.each([
    ['more than two of these', 'x'.repeat(3 * MiB), 1009],
    ['more than a message may have', 'x'.repeat(5 * MiB), 1009],
    ['no JSON', '{', 1007],
    ['a frame without an id', '{"operation":"system.get"}', 1007],
    ['a frame with a broken id', '{"id":"1","operation":"system.get"}', 1007],
    ['a list', '[]', 1007],
    ['nothing', 'null', 1007],
    ['a long session', `{"session":"${'x'.repeat(65)}"}`, 1007],
    ['bytes', new Uint8Array([1, 2, 3]), 1007]
  ])('cuts off who sends %s', async (_what, frame, code) => {
    const socket = await openSocket(`${served.url}/bridge`)
    const closed = closing(socket)
    socket.send(frame)
    expect((await closed).code).toBe(code)
    expect(codeOf(await browser.call('system.get', {}))).toBe('ok')
  })

  it('lets many come and go', async () => {
    const clients = await Promise.all(Array.from({ length: 50 }, () => BridgeClient.connect(served.url)))
    for (const client of clients) client.socket.send('{"id":1,"operation":"system.get","input":{}}')
    for (const client of clients) client.close()
    expect(codeOf(await browser.call('system.get', {}))).toBe('ok')
  })
})

describe('a path that is no door', () => {
  it.each(['/nothing', '/guests/web', '/', '/monitor_channels/unknown', '/api/v1/bridge'])(
    '%s takes no socket',
    async (path) => {
      const socket = await openSocket(`${served.url}${path}`).catch(() => undefined)
      if (socket) await closing(socket)
      expect(codeOf(await browser.call('system.get', {}))).toBe('ok')
    }
  )

  it('is what the doors are without a socket', async () => {
    for (const path of ['/bridge', '/channel?ticket=x']) expect((await served.ask(`GET ${path}`)).status).toBe(404)
  })
})

describe('a channel over WebSocket', () => {
  it.each(['', 'unknown', '__proto__', '../bridge', 'x'.repeat(5000)])(
    'says that the ticket %j opens nothing',
    async (ticket) => {
      const channel = await ChannelClient.connect(served.url, ticket)
      expect(await channel.reason()).toContain('unknown')
      expect(channel.bytes).toEqual([])
    }
  )

  it.each(['text', '{"signal":"stop"}', '{"signal":"written"}', 'null'])('is ended by %s', async (text) => {
    const { id } = await served.world.client.diskImage.create({ name: `broken-${++made}` })
    const { ticket } = await served.world.client.diskImage.upload({ id })
    const channel = await ChannelClient.connect(served.url, ticket)
    await until('the channel to open', () => channel.signals.length > 0)
    channel.socket.send(text)
    expect((await channel.closed).code).toBe(1007)
    await until('the image to be free', async () => (await served.world.client.diskImage.get({ id })).error !== '')
  })
})
