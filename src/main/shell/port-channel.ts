import type { MessagePortMain } from 'electron'
import { UPLOAD_WINDOW, type ChannelSignal } from '@shared/contract/wire'
import type { ChannelEnd } from '@main/gateways/channel-gateway'
import { isChannelSignal } from '@main/gateways/channel-signal'

/** The main process's end of a byte pipe into a window. What is neither bytes nor a signal ends it. */
export class PortChannel implements ChannelEnd {
  readonly #port: MessagePortMain
  #onBytes: (bytes: Uint8Array) => void = () => {}
  #onSignal: (signal: ChannelSignal) => void = () => {}

  constructor(port: MessagePortMain) {
    this.#port = port
    port.on('message', ({ data }) => this.#take(data))
  }

  sendBytes(bytes: Uint8Array): void {
    // A view is sent with the whole buffer behind it, and Node's small ones share theirs.
    this.#port.postMessage(bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes))
  }

  sendSignal(signal: ChannelSignal): void {
    this.#port.postMessage(signal)
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.#onBytes = listener
    this.#port.start()
  }

  onSignal(listener: (signal: ChannelSignal) => void): void {
    this.#onSignal = listener
    this.#port.start()
  }

  onClose(listener: () => void): void {
    this.#port.on('close', listener)
  }

  close(): void {
    this.#port.close()
  }

  #take(data: unknown): void {
    if (data instanceof Uint8Array && data.byteLength <= UPLOAD_WINDOW) this.#onBytes(data)
    else if (isChannelSignal(data)) this.#onSignal(data)
    else this.#port.close()
  }
}
