import { once } from 'node:events'
import { Duplex, duplexPair, Readable, Writable } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/errors'
import { UPLOAD_WINDOW, type ChannelSignal } from '@shared/contract/wire'
import { connectChannel, type ChannelEnd } from '@main/gateways/channel-gateway'
import type { Logger } from '@main/kernel/logger'
import type { Pipe } from '@main/kernel/tickets'
import { PortChannel } from '@main/shell/port-channel'
import { StandinChannel, type StandinPort } from '../standin/message-port'
import { until } from '../support/until'

/** The page's end of a port, and all that came to it. */
class Page {
  readonly port: StandinPort
  readonly signals: ChannelSignal[] = []
  bytes = Buffer.alloc(0)

  constructor(port: StandinPort) {
    this.port = port
    port.on('message', ({ data }: { data: Uint8Array | ChannelSignal }) => {
      if (data instanceof Uint8Array) this.bytes = Buffer.concat([this.bytes, data])
      else this.signals.push(data)
    })
    port.start()
  }

  get reason(): string | undefined {
    const last = this.signals.at(-1)
    return last?.signal === 'closed' ? last.reason : undefined
  }
}

let page: Page
let end: PortChannel
let logged: unknown[]
const log = { error: (_message: string, cause: unknown) => void logged.push(cause) } as unknown as Logger
const connect = (pipe: Pipe, to: ChannelEnd = end): Promise<void> =>
  connectChannel({ log }, { redeem: () => pipe, end: to })

/** Waits until the page knows why the channel has ended. */
const told = (): Promise<boolean> => until('the end', () => page.reason !== undefined)

beforeEach(() => {
  const { port1, port2 } = new StandinChannel()
  ;[page, end, logged] = [new Page(port2), new PortChannel(port1), []]
})

describe('a channel to a screen', () => {
  let guest: Duplex
  let viewer: Duplex
  const screen: Pipe = { kind: 'console', open: async () => viewer }
  beforeEach(() => void ([guest, viewer] = duplexPair()))

  it('carries bytes both ways, those sent early too', async () => {
    page.port.postMessage(Buffer.from('keys'))
    const over = connect(screen)
    expect(String((await once(guest, 'data'))[0])).toBe('keys')
    guest.write('picture')
    await until('the picture', () => page.bytes.toString() === 'picture')
    expect(page.signals).toEqual([{ signal: 'open' }])
    guest.end()
    await over
    await told()
    expect(page.reason).toBe('')
  })

  it('lets go of the screen when the window goes away', async () => {
    const over = connect(screen)
    await until('the channel to open', () => page.signals.length === 1)
    page.port.close()
    await over
    expect(viewer.destroyed).toBe(true)
  })

  it('opens no screen for long when the window goes away before', async () => {
    let give: (screen: Duplex) => void = () => {}
    const over = connect({ kind: 'console', open: () => new Promise((resolve) => (give = resolve)) })
    page.port.close()
    await once(page.port, 'close')
    give(viewer)
    await over
    expect(viewer.destroyed).toBe(true)
  })

  it('says why a screen cannot be opened', async () => {
    await connect({ kind: 'console', open: () => Promise.reject(new AppError('GUEST_STOPPED', { name: 'web' })) })
    await told()
    expect(page.reason).toBe('Guest "web" is not running; start it first')
    expect(logged).toEqual([])
  })

  it('says that a screen was lost, and logs why', async () => {
    const over = connect(screen)
    const cause = new Error('read ECONNRESET')
    viewer.destroy(cause)
    await over
    await told()
    expect([page.reason, logged]).toEqual(['The connection was lost', [cause]])
  })

  it('is ended when more comes than it takes in', async () => {
    const stuck = new Duplex({ read: () => {}, write: () => {} })
    const over = connect({ kind: 'console', open: async () => stuck })
    for (let sent = 0; sent <= UPLOAD_WINDOW; sent += 1 << 20) page.port.postMessage(new Uint8Array(1 << 20))
    await over
    await told()
    expect(page.reason).toContain('more came at once')
    expect(stuck.destroyed).toBe(true)
  })

  it('waits for a carrier that has no room', async () => {
    const slow = new SlowEnd()
    const over = connect(screen, slow)
    for (const part of ['one', 'two', 'three']) guest.write(part)
    guest.end()
    for (const count of [1, 2, 3]) {
      await until(`part ${count}`, () => slow.sent.length >= count)
      expect(slow.sent).toHaveLength(count)
      slow.resume()
    }
    await over
    expect(slow.signals).toEqual([{ signal: 'open' }, { signal: 'closed', reason: '' }])
  })
})

describe('a channel for an upload', () => {
  let kept: Buffer
  let file: Writable
  const upload: Pipe = { kind: 'upload', open: async () => file }
  const opened = (): Promise<boolean> => until('the channel to open', () => page.signals.length === 1)

  beforeEach(() => {
    kept = Buffer.alloc(0)
    file = new Writable({
      write(chunk: Buffer, _encoding, done) {
        kept = Buffer.concat([kept, chunk])
        done()
      }
    })
  })

  it('acknowledges what is written, and ends well when all is', async () => {
    const over = connect(upload)
    await opened()
    page.port.postMessage(Buffer.from('half'))
    page.port.postMessage(Buffer.from(' and half'))
    page.port.postMessage({ signal: 'end' })
    await over
    await told()
    expect(page.signals).toEqual([
      { signal: 'open' },
      { signal: 'written', bytes: 4 },
      { signal: 'written', bytes: 13 },
      { signal: 'closed', reason: '' }
    ])
    expect(kept.toString()).toBe('half and half')
  })

  it('says why a file is refused at its end', async () => {
    const reason = new AppError('IMAGE_REFUSED', { name: 'base', reason: 'it refers to another file' })
    file._final = (done) => done(reason)
    const over = connect(upload)
    await opened()
    page.port.postMessage({ signal: 'end' })
    await over
    await told()
    expect(page.reason).toBe(reason.message)
  })

  it('breaks the file off when the window goes away', async () => {
    const over = connect(upload)
    await opened()
    page.port.postMessage(Buffer.from('half'))
    await until('the half', () => kept.length > 0)
    page.port.close()
    await over
    expect([file.destroyed, file.writableFinished, logged]).toEqual([true, false, []])
  })

  it('is ended when more is on its way than a window', async () => {
    file._write = () => {}
    const over = connect(upload)
    await opened()
    for (let sent = 0; sent <= UPLOAD_WINDOW; sent += 1 << 20) page.port.postMessage(new Uint8Array(1 << 20))
    await over
    await told()
    expect(page.reason).toContain('more came at once')
    expect(file.destroyed).toBe(true)
  })
})

describe('a channel for a download', () => {
  const bytes = Buffer.alloc(UPLOAD_WINDOW + (2 << 20), 'a file ')
  const download = (file: Readable): Pipe => ({
    kind: 'download',
    open: async () => file,
    size: bytes.length,
    name: '',
    version: '1',
    checksum: ''
  })
  const parts = (): Readable =>
    Readable.from(Array.from({ length: 6 }, (_, part) => bytes.subarray(part << 20, (part + 1) << 20)))

  it('keeps no more than a window on its way, and ends when all is sent', async () => {
    const over = connect(download(parts()))
    await until('a window', () => page.bytes.length > UPLOAD_WINDOW)
    expect(page.bytes.length).toBe(UPLOAD_WINDOW + (1 << 20))
    page.port.postMessage({ signal: 'written', bytes: page.bytes.length })
    await over
    await told()
    expect([page.bytes.equals(bytes), page.reason]).toEqual([true, ''])
  })

  it('closes the file when the window goes away', async () => {
    const file = parts()
    const over = connect(download(file))
    await until('some bytes', () => page.bytes.length > 0)
    page.port.close()
    await over
    expect([file.destroyed, logged]).toEqual([true, []])
  })
})

/** A carrier that has room for one part at a time. */
class SlowEnd implements ChannelEnd {
  readonly sent: Uint8Array[] = []
  readonly signals: ChannelSignal[] = []
  resume: () => void = () => {}
  sendBytes = (bytes: Uint8Array): unknown => this.sent.push(bytes)
  sendSignal = (signal: ChannelSignal): unknown => this.signals.push(signal)
  onBytes = (): void => {}
  onSignal = (): void => {}
  onClose = (): void => {}
  close = (): void => {}
  whenDrained = (resume: () => void): void => void (this.resume = resume)
}
