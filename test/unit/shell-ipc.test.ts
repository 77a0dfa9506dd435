import { EventEmitter, once } from 'node:events'
import type { IpcMain, WebContents } from 'electron'
import { beforeEach, describe, expect, it } from 'vitest'
import { SPEAK } from '@shared/contract/nano-bridge'
import { ipc, type Notice, type Reply } from '@shared/contract/wire'
import type { Logger } from '@main/kernel/logger'
import { ElectronIpc } from '@main/shell/electron-ipc'
import { BUNDLE_ORIGIN, ownPages } from '@main/shell/own-pages'
import type { PortChannel } from '@main/shell/port-channel'
import { StandinChannel, type StandinPort } from '../standin/message-port'

/** Fakes of Electron's side: a window's contents with its main frame, and the two ends of its messages. */
class FakeFrame {
  readonly ports: { ticket: unknown; port: StandinPort }[] = []
  readonly url: string
  constructor(url: string) {
    this.url = url
  }
  postMessage(channel: string, ticket: unknown, [port]: StandinPort[]): void {
    if (channel === ipc.port && port) this.ports.push({ ticket, port })
  }
}
class FakeContents extends EventEmitter {
  readonly mainFrame: FakeFrame
  readonly sent: unknown[] = []
  gone = false
  constructor(url: string) {
    super()
    this.mainFrame = new FakeFrame(url)
  }
  isDestroyed = (): boolean => this.gone
  isCrashed = (): boolean => false
  send = (channel: string, notice: unknown): unknown => this.sent.push([channel, notice])
}

const notice: Notice = { name: 'guest.removed', payload: { id: 'g' } }

describe("the way in over Electron's messages", () => {
  let handle: (event: object, ...args: unknown[]) => Promise<Reply>
  let open: (event: object, ...args: unknown[]) => void
  let connections: { guest: string | undefined; send: (notice: Notice) => void; closed: boolean }[]
  let refusals: string[]
  let served: string[]
  let gateway: ElectronIpc
  let main: FakeContents

  const eventOf = (sender: FakeContents, senderFrame: FakeFrame | null = sender.mainFrame): object => ({
    sender,
    senderFrame
  })
  const admit = (contents: FakeContents, guest?: string): void =>
    gateway.admit(contents as unknown as WebContents, guest)

  beforeEach(() => {
    ;[connections, refusals, served] = [[], [], []]
    gateway = new ElectronIpc({
      ipcMain: {
        handle: (_channel: string, handler: typeof handle) => (handle = handler),
        on: (_channel: string, listener: typeof open) => (open = listener)
      } as unknown as IpcMain,
      connect(send, guest) {
        const connection = { guest, send, closed: false }
        connections.push(connection)
        return {
          call: async (operation, input) => ({ ok: true, value: [guest, operation, input] }),
          close: () => void (connection.closed = true)
        }
      },
      async serve(ticket: string, end: PortChannel) {
        served.push(ticket)
        end.onBytes((bytes) => end.sendBytes(bytes))
      },
      speak: (language) => language === 'en',
      newChannel: () => new StandinChannel(),
      pages: ownPages(BUNDLE_ORIGIN),
      log: { warn: (message: string) => void refusals.push(message) } as unknown as Logger
    })
    main = new FakeContents('app://bundle/index.html#/guests')
    admit(main)
  })

  it("passes a window's call to its own connection, a console's to that of its guest", async () => {
    const console = new FakeContents('app://bundle/console.html?guest=web')
    admit(console, 'web')
    expect(await handle(eventOf(main), 'guest.list', {})).toEqual({ ok: true, value: [undefined, 'guest.list', {}] })
    expect(await handle(eventOf(console), 'guest.get', 1)).toEqual({ ok: true, value: ['web', 'guest.get', 1] })
  })

  it('hears itself what a window speaks, if it is a language', async () => {
    expect(await handle(eventOf(main), SPEAK, 'en')).toEqual({ ok: true, value: {} })
    await expect(handle(eventOf(main), SPEAK, { toString: 'en' })).rejects.toThrow('refused')
  })

  it('connects a ticket with a port of the window', async () => {
    open(eventOf(main), 'ticket-1')
    const { ticket, port } = main.mainFrame.ports[0] ?? expect.fail('no port')
    port.start()
    port.postMessage(new Uint8Array([1, 2]))
    const [{ data }] = (await once(port, 'message')) as [{ data: unknown }]
    expect([ticket, data]).toEqual(['ticket-1', new Uint8Array([1, 2])])
  })

  const senders: [string, () => object][] = [
    ['a window that was not let in', () => eventOf(new FakeContents('app://bundle/index.html'))],
    ['a frame within a page', () => eventOf(main, new FakeFrame('app://bundle/index.html'))],
    ['a frame that has gone', () => eventOf(main, null)],
    [
      'a window that shows a foreign page',
      () => {
        const foreign = new FakeContents('https://app.bundle/index.html')
        admit(foreign)
        return eventOf(foreign)
      }
    ],
    [
      'a window that has closed',
      () => {
        main.emit('destroyed')
        return eventOf(main)
      }
    ]
  ]
  it.each(senders)('refuses %s, and says so in the log', async (_who, event) => {
    const sent = event()
    await expect(handle(sent, 'guest.list', {})).rejects.toThrow('refused')
    open(sent, 'ticket-1')
    expect(refusals).toEqual(['refused a message', 'refused a message'])
    expect(served).toEqual([])
  })

  it.each([[[]], [['guest.list']], [['guest.list', {}, 'more']]])('refuses a call with %j', async (args) => {
    await expect(handle(eventOf(main), ...args)).rejects.toThrow('refused')
  })

  it.each([[[]], [[1]], [[null]], [['t', 't']], [['t'.repeat(65)]], [[['ticket-1']]]])(
    'opens nothing for %j',
    (args) => {
      open(eventOf(main), ...args)
      expect(served).toEqual([])
      expect(main.mainFrame.ports).toEqual([])
    }
  )

  it('tells a window what its connection hears, until the window has closed', () => {
    connections[0]?.send(notice)
    main.gone = true
    main.emit('destroyed')
    connections[0]?.send(notice)
    expect(main.sent).toEqual([[ipc.event, notice]])
    expect(connections[0]?.closed).toBe(true)
  })
})
