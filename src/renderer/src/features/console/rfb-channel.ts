import type { RawChannel } from '@novnc/novnc'
import type { ByteChannel } from '@/api/connection'

/** A request for the next picture, and its length (RFC 6143, section 7.5.3). */
const UPDATE_REQUEST = { type: 3, length: 10 }

interface RfbChannelOptions {
  readonly everyMs?: () => number
  readonly onPicture?: () => void
}

/**
 * A byte pipe in the shape that noVNC expects. `beforeClose` runs while the picture is still there. With `everyMs`
 * pictures are asked for that far apart at most, so that nobody paints, sends or draws those in between. `onPicture`
 * runs whenever one is complete.
 */
export class RfbChannel implements RawChannel {
  binaryType = 'arraybuffer'
  protocol = ''
  readyState: RawChannel['readyState'] = 'connecting'
  onopen: RawChannel['onopen'] = null
  onmessage: RawChannel['onmessage'] = null
  onerror: RawChannel['onerror'] = null
  onclose: RawChannel['onclose'] = null
  readonly #channel: ByteChannel
  readonly #everyMs: () => number
  readonly #onPicture: () => void
  #lastRequest = -Infinity
  #request: ReturnType<typeof setTimeout> | undefined

  constructor(
    channel: ByteChannel,
    beforeClose: (reason: string) => void,
    { everyMs = () => 0, onPicture = () => {} }: RfbChannelOptions = {}
  ) {
    this.#channel = channel
    this.#everyMs = everyMs
    this.#onPicture = onPicture
    channel.onopen = () => {
      this.readyState = 'open'
      this.onopen?.({})
    }
    channel.onmessage = (bytes) => this.onmessage?.({ data: wholeBuffer(bytes) })
    channel.onclose = (reason) => {
      beforeClose(reason)
      clearTimeout(this.#request)
      this.readyState = 'closed'
      // A socket never closes while `close` runs, and noVNC counts on that.
      queueMicrotask(() => this.onclose?.({ code: 1000, reason, wasClean: reason === '' }))
    }
  }

  /** noVNC uses its buffer again, so the bytes must be our own. */
  send(bytes: Uint8Array): void {
    const own = Uint8Array.from(bytes)
    if (own.length === UPDATE_REQUEST.length && own[0] === UPDATE_REQUEST.type) this.#ask(own)
    else this.#channel.send(own)
  }

  /** noVNC asks for the next picture when it has drawn one. */
  #ask(request: Uint8Array<ArrayBuffer>): void {
    this.#onPicture()
    clearTimeout(this.#request)
    const wait = this.#lastRequest + this.#everyMs() - performance.now()
    const send = (): void => {
      this.#lastRequest = performance.now()
      this.#channel.send(request)
    }
    if (wait > 0) this.#request = setTimeout(send, wait)
    else send()
  }

  close(): void {
    this.#channel.close()
  }
}

/** The bytes without another copy, where nothing else is in their buffer. */
const wholeBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBufferLike =>
  byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)
