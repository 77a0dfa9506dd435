import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { CDPSession } from 'playwright-core'

/** One session of the Chrome DevTools Protocol: the browser's, or a page's. */
export interface CdpSession {
  readonly send: CDPSession['send']
  readonly on: CDPSession['on']
}

interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method: string
  readonly params: unknown
  readonly result: unknown
  readonly error?: { readonly message: string }
}

/** The protocol over Chromium's debugging pipe: JSON texts, each ended by a zero byte. */
export class Cdp {
  readonly #output: Writable
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #events = new Map<string, EventEmitter>()
  #rest: Buffer[] = []
  #last = 0

  constructor(input: Readable, output: Writable) {
    this.#output = output
    // Chromium closes the pipe when it ends; who waits for it then is told by its process.
    output.on('error', () => {})
    input.on('data', (bytes: Buffer) => this.#take(bytes))
  }

  /** `''` is the browser's own session. */
  session(id: string): CdpSession {
    const events = new EventEmitter()
    this.#events.set(id, events)
    const send = (method: string, params: object = {}): Promise<unknown> => this.#send(method, params, id)
    return { send: send as CDPSession['send'], on: events.on.bind(events) as unknown as CDPSession['on'] }
  }

  #send(method: string, params: object, sessionId: string): Promise<unknown> {
    const id = ++this.#last
    const call = Promise.withResolvers<unknown>()
    this.#waiting.set(id, call)
    this.#output.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`)
    return call.promise
  }

  #take(bytes: Buffer): void {
    let from = 0
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, from)) {
      const text = Buffer.concat([...this.#rest.splice(0), bytes.subarray(from, end)]).toString()
      from = end + 1
      this.#receive(JSON.parse(text) as Message)
    }
    this.#rest.push(bytes.subarray(from))
  }

  #receive({ id, sessionId, method, params, result, error }: Message): void {
    if (id === undefined) return void this.#events.get(sessionId ?? '')?.emit(method, params)
    const call = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) call?.reject(new Error(error.message))
    else call?.resolve(result)
  }
}
