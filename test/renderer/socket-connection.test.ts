import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '@shared/contract/errors'
import type { Reply } from '@shared/contract/wire'
import { SocketConnection } from '@/api/socket-connection'
import { aSession, aTask } from './support/samples'

/** The browser's end of a wire whose other end is the test. */
class Wire {
  static readonly OPEN = 1
  static all: Wire[] = []
  readyState = 0
  readonly sent: unknown[] = []
  readonly url: string
  onopen: () => void = () => {}
  onmessage: (event: { data: string }) => void = () => {}
  onclose: () => void = () => {}

  constructor(url: string) {
    this.url = url
    Wire.all.push(this)
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }
  open(): void {
    this.readyState = 1
    this.onopen()
  }
  receive(answer: unknown): void {
    this.onmessage({ data: JSON.stringify(answer) })
  }
  break(): void {
    this.readyState = 3
    this.onclose()
  }
}

const wire = (): Wire => Wire.all.at(-1)!
const connect = () => new SocketConnection({ url: 'ws://127.0.0.1:1', storage: sessionStorage })
const ok = (value: unknown): Reply => ({ ok: true, value })

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Wire)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  Wire.all = []
  sessionStorage.clear()
})

describe('the connection of a browser', () => {
  it('sends what was asked while it was opening, and matches answers to questions', async () => {
    const connection = connect()
    const first = connection.call('task.list', {})
    const second = connection.call('system.get', {})
    wire().open()

    expect(wire().sent).toEqual([
      { id: 1, operation: 'task.list', input: {} },
      { id: 2, operation: 'system.get', input: {} }
    ])
    wire().receive({ id: 2, reply: ok('two') })
    wire().receive({ id: 1, reply: ok('one') })
    expect([await first, await second]).toEqual([ok('one'), ok('two')])
  })

  it('hands on events until told to stop', () => {
    const connection = connect()
    const heard: unknown[] = []
    const stop = connection.onEvent((notice) => heard.push(notice))
    const notice = { name: 'task.changed', payload: aTask() }

    wire().receive({ notice })
    stop()
    wire().receive({ notice })

    expect(heard).toEqual([notice])
  })

  it('presents the sign-in it has seen when it connects again, and after a reload', async () => {
    const connection = connect()
    wire().open()
    const signingIn = connection.call('session.create', {})
    wire().receive({ id: 1, reply: ok(aSession({ session: 'kept' })) })
    await signingIn

    wire().break()
    vi.advanceTimersByTime(250)
    wire().open()
    expect(wire().sent).toEqual([{ session: 'kept' }])

    connect()
    wire().open()
    expect(wire().sent).toEqual([{ session: 'kept' }])
  })

  it('goes on with the sign-in of the window that opened it when its own has ended', async () => {
    sessionStorage.setItem('nano.session', 'old')
    const inOpener = new Map([['nano.session', 'old']])
    const opener = { getItem: (key: string) => inOpener.get(key) ?? null }
    const connection = new SocketConnection({ url: '', storage: sessionStorage, opener: () => opener })
    wire().open()
    const ended = { ok: false, error: new AppError('SESSION_INVALID', {}).toPayload() }

    const refused = connection.call('task.list', {})
    wire().receive({ id: 1, reply: ended })
    expect(await refused).toEqual(ended)

    inOpener.set('nano.session', 'new')
    const asked = connection.call('task.list', {})
    wire().receive({ id: 2, reply: ended })
    await vi.waitUntil(() => wire().sent.length > 3)
    expect(wire().sent.slice(3)).toEqual([{ session: 'new' }, { id: 3, operation: 'task.list', input: {} }])
    wire().receive({ id: 3, reply: ok('tasks') })
    expect(await asked).toEqual(ok('tasks'))
  })

  it('presents no sign-in after signing out', async () => {
    sessionStorage.setItem('nano.session', 'old')
    const connection = connect()
    wire().open()
    const leaving = connection.call('session.remove', { id: 'old' })
    wire().receive({ id: 1, reply: ok({}) })
    await leaving

    connect()
    wire().open()

    expect(wire().sent).toEqual([])
  })

  it('fails what was on its way when the connection breaks, and what is asked until it is back', async () => {
    const connection = connect()
    wire().open()
    const onItsWay = connection.call('task.list', {})

    wire().break()

    const failed = { ok: false, error: { code: 'NOT_CONNECTED' } }
    expect(await onItsWay).toMatchObject(failed)
    expect(await connection.call('task.list', {})).toMatchObject(failed)
  })

  it('tries again by itself, ever more patiently, and tells when it is back', () => {
    const connection = connect()
    const told: boolean[] = []
    connection.onConnected((connected) => told.push(connected))
    wire().open()
    expect(told).toEqual([])

    for (const wait of [250, 500, 1000, 2000, 4000, 5000, 5000]) {
      const tries = Wire.all.length
      wire().break()
      vi.advanceTimersByTime(wait - 1)
      expect(Wire.all).toHaveLength(tries)
      vi.advanceTimersByTime(1)
      expect(Wire.all).toHaveLength(tries + 1)
    }
    wire().open()

    expect(told.at(-1)).toBe(true)
    expect(told.slice(0, -1)).not.toContain(true)
  })
})
