import type { Codec, CrossTable, MakeCodec, PageConfig } from './page'

type Message =
  | { op: 'call'; id: string; args: string }
  | { op: 'answer'; ok: boolean; value: string }
  | { op: 'settle'; id: string; ok: boolean; value: string }
  | { op: 'expose'; key: string; value: string }

/**
 * One of the two worlds of a page: the page's own, and the preload's. They talk by synchronous DOM events
 * that carry text only, so that no object ever crosses. Gives what `contextBridge` needs.
 */
export function openWorld(makeCodec: MakeCodec, { world, key }: PageConfig): (name: string, api: unknown) => void {
  const mine = `${key}>${world}`
  const other = `${key}>${world === 'main' ? 'isolated' : 'main'}`
  const functions = new Map<string, (...args: unknown[]) => unknown>()
  const waiting = new Map<string, PromiseWithResolvers<unknown>>()
  let last = 0
  let answer: Extract<Message, { op: 'answer' }> | undefined

  const send = (message: Message): boolean =>
    window.dispatchEvent(new CustomEvent(other, { detail: JSON.stringify(message) }))
  const errorOf = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)))

  const table: CrossTable = {
    putFunction(call) {
      const id = `${world}${++last}`
      functions.set(id, call)
      return id
    },
    getFunction:
      (id) =>
      (...args) => {
        answer = undefined
        send({ op: 'call', id, args: codec.encode(args) })
        const { ok, value } = answer ?? { ok: true, value: codec.encode(undefined) }
        const result = codec.decode(value)
        if (!ok) throw result
        return result
      },
    putPromise(promise) {
      const id = `${world}${++last}`
      promise.then(
        (value) => send({ op: 'settle', id, ok: true, value: codec.encode(value) }),
        (cause: unknown) => send({ op: 'settle', id, ok: false, value: codec.encode(errorOf(cause)) })
      )
      return id
    },
    getPromise(id) {
      const promise = Promise.withResolvers<unknown>()
      waiting.set(id, promise)
      return promise.promise
    }
  }
  const codec: Codec = makeCodec(table)

  function called(id: string, args: string): Message {
    try {
      const result = functions.get(id)?.(...(codec.decode(args) as unknown[]))
      return { op: 'answer', ok: true, value: codec.encode(result) }
    } catch (cause) {
      return { op: 'answer', ok: false, value: codec.encode(errorOf(cause)) }
    }
  }

  function frozen(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    Object.values(value).forEach(frozen)
    return Object.freeze(value)
  }

  function settle({ id, ok, value }: Extract<Message, { op: 'settle' }>): void {
    const promise = waiting.get(id)
    waiting.delete(id)
    if (ok) promise?.resolve(codec.decode(value))
    else promise?.reject(codec.decode(value))
  }

  window.addEventListener(
    mine,
    (event) => {
      event.stopImmediatePropagation()
      const message = JSON.parse((event as CustomEvent<string>).detail) as Message
      if (message.op === 'answer') answer = message
      else if (message.op === 'call') send(called(message.id, message.args))
      else if (message.op === 'settle') settle(message)
      else Object.defineProperty(window, message.key, { value: frozen(codec.decode(message.value)), enumerable: true })
    },
    true
  )
  return (name, api) => void send({ op: 'expose', key: name, value: codec.encode(api) })
}
