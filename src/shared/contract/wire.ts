import type { ErrorPayload } from './errors'
import type { EventName, Events } from './events'

/** What a window can reach: three functions. It does not grow when operations or events are added. */
export interface Bridge {
  call(operation: string, input: unknown): Promise<Reply>
  /** Gives the way to stop listening. */
  onEvent(listener: (notice: WindowNotice) => void): () => void
  /** Redeems a ticket for a byte pipe: a console, an upload or a download. */
  openChannel(ticket: string): Channel
}
export type Reply =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorPayload }
/** What the core announces to those who may hear of it. */
export type Notice = { readonly [N in EventName]: { readonly name: N; readonly payload: Events[N] } }[EventName]
/** A person chose a command of the palette in the native menu. */
export interface MenuCommand {
  readonly name: 'menu.chosen'
  readonly payload: { readonly command: string }
}
/** What a window hears. */
export type WindowNotice = Notice | MenuCommand

/** A byte pipe. It ends once, with a reason: `''` when all went well. */
export interface Channel {
  send(bytes: Uint8Array<ArrayBuffer>): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((bytes: Uint8Array<ArrayBuffer>) => void) | null
  onclose: ((reason: string) => void) | null
}

/**
 * What travels on a channel besides bytes. A file, up or down, is acknowledged by its receiver with the number
 * of bytes written so far, so that its sender keeps no more than a window on its way. An upload is ended by
 * its sender; a download ends with the channel.
 */
export type ChannelSignal =
  | { readonly signal: 'open' }
  | { readonly signal: 'end' }
  | { readonly signal: 'written'; readonly bytes: number }
  | { readonly signal: 'closed'; readonly reason: string }

/** How many unacknowledged bytes a file may have on its way. */
export const UPLOAD_WINDOW = 4 << 20

/** Channel names of Electron's IPC. */
export const ipc = { call: 'nano:call', event: 'nano:event', open: 'nano:open', port: 'nano:port' } as const

/** Frames of the bridge over WebSocket, as JSON text. `session` presents a sign-in kept from before. */
export type BridgeFrame =
  { readonly session: string } | { readonly id: number; readonly operation: string; readonly input: unknown }
export type BridgeAnswer = { readonly id: number; readonly reply: Reply } | { readonly notice: Notice }

/** Paths of the two WebSocket doors. */
export const sockets = { bridge: '/bridge', channel: '/channel' } as const
