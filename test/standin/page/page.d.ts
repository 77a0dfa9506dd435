/** Text that carries what structured cloning carries. */
export interface Codec {
  encode(value: unknown): string
  decode(text: string): unknown
}

/** What crosses between the two worlds of a page by name only. */
export interface CrossTable {
  putFunction(call: (...args: unknown[]) => unknown): string
  getFunction(id: string): (...args: unknown[]) => unknown
  putPromise(promise: PromiseLike<unknown>): string
  getPromise(id: string): Promise<unknown>
}
export type MakeCodec = (table?: CrossTable) => Codec

export interface PageConfig {
  readonly world: 'main' | 'isolated'
  /** Names the events between the worlds; no page can guess it. */
  readonly key: string
  readonly preload?: { readonly path: string; readonly code: string }
}

/** Values are text from the codec. */
export type FromPage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly kind: 'send'; readonly channel: string; readonly args: string }
  | { readonly kind: 'port'; readonly id: string; readonly data: string }
  | { readonly kind: 'port-closed'; readonly id: string }
  | { readonly kind: 'input'; readonly type: 'mouseDown' | 'keyDown' }
  | { readonly kind: 'preload-failed'; readonly message: string }

export type ToPage =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: boolean; readonly value: string }
  | { readonly kind: 'send'; readonly channel: string; readonly args: string; readonly ports: readonly string[] }
  | { readonly kind: 'port'; readonly id: string; readonly data: string }
  | { readonly kind: 'port-closed'; readonly id: string }
