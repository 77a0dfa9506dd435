import type { Reply, WindowNotice } from './wire'

/** What the preload script puts into an Electron window as `window.nano`; plain browsers have none. */
export interface NanoBridge {
  call(operation: string, input: unknown): Promise<Reply>
  /** Gives the way to stop listening. */
  onEvent(listener: (notice: WindowNotice) => void): () => void
  /** Redeems a ticket; its port comes to the window as a `message` whose data is a `PortNotice`. */
  openPort(ticket: string): void
}

/**
 * Comes with one MessagePort, on which bytes travel as `Uint8Array` and all else as `ChannelSignal`. Bytes
 * to the main process must be copied, not transferred: Electron loses a transferred buffer (electron#34905).
 */
export interface PortNotice {
  readonly nano_port: string
}
