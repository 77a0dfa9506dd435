import { once } from 'node:events'
import { beforeEach, describe, expect, it } from 'vitest'
import { UPLOAD_WINDOW, type ChannelSignal } from '@shared/contract/wire'
import { PortChannel } from '@main/shell/port-channel'
import { until } from '../support/until'
import { StandinChannel, type StandinPort } from '../standin/message-port'

describe('a channel over a port', () => {
  let page: StandinPort
  let end: PortChannel
  let received: (Uint8Array | ChannelSignal)[]

  beforeEach(() => {
    const { port1, port2 } = new StandinChannel()
    page = port2
    end = new PortChannel(port1)
    received = []
  })
  const listen = (): void => {
    end.onBytes((bytes) => received.push(bytes))
    end.onSignal((signal) => received.push(signal))
  }
  const nextInPage = async (): Promise<unknown> => {
    page.start()
    const [{ data }] = (await once(page, 'message')) as [{ data: unknown }]
    return data
  }

  it('carries bytes and signals from the page, in order, also those sent before anybody listens', async () => {
    page.postMessage(new Uint8Array([1]))
    page.postMessage({ signal: 'written', bytes: 5 })
    listen()
    page.postMessage({ signal: 'end' })
    await until('three messages', () => received.length === 3)
    expect(received).toEqual([new Uint8Array([1]), { signal: 'written', bytes: 5 }, { signal: 'end' }])
  })

  it('sends of a shared buffer only the bytes meant', async () => {
    const next = nextInPage()
    end.sendBytes(new Uint8Array(new ArrayBuffer(8192), 100, 3).fill(7))
    const bytes = (await next) as Uint8Array
    expect([...bytes]).toEqual([7, 7, 7])
    expect(bytes.buffer.byteLength).toBe(3)
  })

  it('sends signals as they are', async () => {
    const next = nextInPage()
    end.sendSignal({ signal: 'closed', reason: 'over' })
    expect(await next).toEqual({ signal: 'closed', reason: 'over' })
  })

  it('ends on both sides, whoever closes it', async () => {
    listen()
    const closed = new Promise<void>((resolve) => end.onClose(resolve))
    const gone = once(page, 'close')
    page.close()
    await Promise.all([closed, gone])
  })

  it.each([
    ['nothing', null],
    ['what a lost buffer leaves', undefined],
    ['text', 'bytes'],
    ['an unknown signal', { signal: 'stop' }],
    ['a signal without its number', { signal: 'written', bytes: '5' }],
    ['a signal without its reason', { signal: 'closed' }],
    ['more bytes at once than may be on their way', new Uint8Array(UPLOAD_WINDOW + 1)]
  ])('is closed by %s', async (_what, data) => {
    listen()
    const closed = new Promise<void>((resolve) => end.onClose(resolve))
    page.postMessage(data)
    await closed
    expect(received).toEqual([])
  })
})
