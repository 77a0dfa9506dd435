import type { Reply, WindowNotice } from './wire'

/** The languages of the windows. */
export const locales = ['en', 'zh-CN'] as const
export type Locale = (typeof locales)[number]

/** A call with a `Locale`, which says what a window speaks. The shell answers it, not the core: its menus speak the same. */
export const SPEAK = 'shell.speak'

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
