import { AppError } from '@shared/contract/errors'
import type { Session } from '@shared/contract/session'
import { sockets, type BridgeAnswer, type BridgeFrame, type Reply, type WindowNotice } from '@shared/contract/wire'
import { isSignInLost, type ByteChannel, type Connection } from './connection'
import { openSocketChannel } from './socket-channel'

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000
/** A browser tab's own: windows that it opens start with a copy. */
const KEPT_SESSION = 'nano.session'

interface Options {
  /** Where the serve shell is, as `ws://127.0.0.1:8850`. */
  readonly url: string
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** The same of the window that has opened this one, for as long as that is there. */
  readonly opener?: () => Pick<Storage, 'getItem'> | undefined
}

/**
 * The way to the core from a plain browser. It connects again by itself, sooner at first, and presents the
 * sign-in that it has seen, so that neither a reload nor a restart of the network signs anybody out. When that
 * has ended, it goes on with a newer one of the window that has opened this one: a console follows its opener.
 */
export class SocketConnection implements Connection {
  readonly #options: Options
  readonly #listeners = new Set<(notice: WindowNotice) => void>()
  readonly #watchers = new Set<(connected: boolean) => void>()
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  #socket: WebSocket
  /** Frames of the calls made while the socket is opening. */
  #held: string[] = []
  #lastId = 0
  #failures = 0

  constructor(options: Options) {
    this.#options = options
    this.#socket = this.#connect()
  }

  async call(operation: string, input: unknown): Promise<Reply> {
    const reply = await this.#ask(operation, input)
    return isSignInLost(reply) && this.#followOpener() ? this.#ask(operation, input) : reply
  }

  onEvent(listener: (notice: WindowNotice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onConnected(listener: (connected: boolean) => void): () => void {
    this.#watchers.add(listener)
    return () => this.#watchers.delete(listener)
  }

  openChannel(ticket: string): ByteChannel {
    return openSocketChannel(`${this.#options.url}${sockets.channel}?ticket=${encodeURIComponent(ticket)}`)
  }

  async #ask(operation: string, input: unknown): Promise<Reply> {
    if (this.#socket.readyState > WebSocket.OPEN) return notConnected()
    const id = ++this.#lastId
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#send({ id, operation, input })
    })
    if (reply.ok) this.#keepSession(operation, reply.value)
    return reply
  }

  #connect(): WebSocket {
    const socket = new WebSocket(`${this.#options.url}${sockets.bridge}`)
    socket.onopen = () => {
      const session = this.#options.storage.getItem(KEPT_SESSION)
      if (session !== null) socket.send(JSON.stringify({ session } satisfies BridgeFrame))
      for (const frame of this.#held.splice(0)) socket.send(frame)
      if (this.#failures > 0) this.#tell(true)
      this.#failures = 0
    }
    socket.onmessage = ({ data }) => this.#take(JSON.parse(String(data)) as BridgeAnswer)
    socket.onclose = () => this.#lost()
    return socket
  }

  #send(frame: BridgeFrame): void {
    const text = JSON.stringify(frame)
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text)
    else this.#held.push(text)
  }

  #take(answer: BridgeAnswer): void {
    if ('notice' in answer) {
      for (const listener of this.#listeners) listener(answer.notice)
      return
    }
    this.#waiting.get(answer.id)?.(answer.reply)
    this.#waiting.delete(answer.id)
  }

  #lost(): void {
    this.#held = []
    for (const answer of this.#waiting.values()) answer(notConnected())
    this.#waiting.clear()
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.#failures++, LONGEST_WAIT_MS)
    setTimeout(() => (this.#socket = this.#connect()), wait)
    this.#tell(false)
  }

  #tell(connected: boolean): void {
    for (const watcher of this.#watchers) watcher(connected)
  }

  /** Presents the opener's sign-in; false when it has no other than this window. */
  #followOpener(): boolean {
    const { storage, opener } = this.#options
    const session = opener?.()?.getItem(KEPT_SESSION) ?? null
    if (session === null || session === storage.getItem(KEPT_SESSION)) return false
    storage.setItem(KEPT_SESSION, session)
    this.#send({ session })
    return true
  }

  #keepSession(operation: string, value: unknown): void {
    const { storage } = this.#options
    if (operation === 'session.create') storage.setItem(KEPT_SESSION, (value as Session).session)
    if (operation === 'session.remove') storage.removeItem(KEPT_SESSION)
  }
}

const notConnected = (): Reply => ({ ok: false, error: new AppError('NOT_CONNECTED', {}).toPayload() })
