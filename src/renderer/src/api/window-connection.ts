import { SPEAK, type NanoBridge, type PortNotice } from '@shared/contract/nano-bridge'
import type { ChannelSignal } from '@shared/contract/wire'
import { CarriedChannel } from './channel'
import type { Connection } from './connection'

/** How long the main process may take to hand over a port. */
const PORT_WAIT_MS = 15_000

/** The way to the core in an Electron window: what the preload script offers. It never breaks. */
export function windowConnection(nano: NanoBridge, window: Window): Connection {
  return {
    call: (operation, input) => nano.call(operation, input),
    onEvent: (listener) => nano.onEvent(listener),
    onConnected: () => () => undefined,
    speak: (language) => void nano.call(SPEAK, language),
    openChannel(ticket) {
      const port = new PromisedPort(window, ticket)
      const channel = new CarriedChannel(port)
      port.take = (message) => channel.take(message)
      port.lost = () => channel.over('The connection was lost')
      nano.openPort(ticket)
      return channel
    }
  }
}

/** The MessagePort of a ticket, which comes to the window as a message of its own. */
class PromisedPort {
  take: (message: Uint8Array<ArrayBuffer> | ChannelSignal) => void = () => {}
  lost: () => void = () => {}
  #port: MessagePort | undefined
  readonly #stopWaiting: () => void

  constructor(window: Window, ticket: string) {
    const heard = ({ data, source, ports: [port] }: MessageEvent<Partial<PortNotice> | null>): void => {
      if (source !== window || data?.nano_port !== ticket || !port) return
      this.#stopWaiting()
      this.#port = port
      port.onmessage = ({ data }) => this.take(data as Uint8Array<ArrayBuffer> | ChannelSignal)
      port.addEventListener('close', () => this.lost())
    }
    const timer = setTimeout(() => this.lost(), PORT_WAIT_MS)
    this.#stopWaiting = () => {
      clearTimeout(timer)
      window.removeEventListener('message', heard)
    }
    window.addEventListener('message', heard)
  }

  send(message: Uint8Array<ArrayBuffer> | ChannelSignal): void {
    this.#port?.postMessage(message)
  }

  close(): void {
    this.#stopWaiting()
    this.#port?.close()
  }
}
