import type { PixelFormat } from './pixel-format'
import type { Rectangle } from './rectangle'

/** What a viewer says, in the order of a conversation (RFC 6143 7.1 to 7.5). */
export type ClientMessage =
  | { readonly type: 'version'; readonly minor: 3 | 7 | 8 }
  | { readonly type: 'security'; readonly choice: number }
  | { readonly type: 'init'; readonly shared: boolean }
  | { readonly type: 'pixel_format'; readonly format: PixelFormat }
  | { readonly type: 'encodings'; readonly encodings: readonly number[] }
  | { readonly type: 'update_request'; readonly incremental: boolean; readonly area: Rectangle }
  | { readonly type: 'key'; readonly down: boolean; readonly keysym: number }
  | { readonly type: 'pointer'; readonly buttons: number; readonly x: number; readonly y: number }
  | { readonly type: 'cut_text'; readonly text: string }

/** A viewer that does not speak RFB. */
export class RfbError extends Error {
  override readonly name = 'RfbError'
}

/** Security type None (RFC 6143 7.2.1). */
export const SECURITY_NONE = 1
