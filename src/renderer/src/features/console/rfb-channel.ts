import type { RawChannel } from '@novnc/novnc'
import type { ByteChannel } from '@/api/connection'

/** A byte pipe in the shape that noVNC expects. `beforeClose` runs while the picture is still there. */
export class RfbChannel implements RawChannel {
  binaryType = 'arraybuffer'
  protocol = ''
  readyState: RawChannel['readyState'] = 'connecting'
  onopen: RawChannel['onopen'] = null
  onmessage: RawChannel['onmessage'] = null
  onerror: RawChannel['onerror'] = null
  onclose: RawChannel['onclose'] = null
  readonly #channel: ByteChannel

  constructor(channel: ByteChannel, beforeClose: (reason: string) => void) {
    this.#channel = channel
    channel.onopen = () => {
      this.readyState = 'open'
      this.onopen?.({})
    }
    channel.onmessage = (bytes) => this.onmessage?.({ data: wholeBuffer(bytes) })
    channel.onclose = (reason) => {
      beforeClose(reason)
      this.readyState = 'closed'
      // A socket never closes while `close` runs, and noVNC counts on that.
      queueMicrotask(() => this.onclose?.({ code: 1000, reason, wasClean: reason === '' }))
    }
  }

  /** noVNC uses its buffer again, so the bytes must be our own. */
  send(bytes: Uint8Array): void {
    this.#channel.send(Uint8Array.from(bytes))
  }

  close(): void {
    this.#channel.close()
  }
}

/** The bytes without another copy, where nothing else is in their buffer. */
const wholeBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBufferLike =>
  byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)
