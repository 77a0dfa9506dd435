/** The part of noVNC 1.7 that we use (its docs/API.md); its own types are of an older release. */
declare module '@novnc/novnc' {
  /** Anything that looks like a WebSocket to noVNC. */
  export interface RawChannel {
    binaryType: string
    readonly protocol: string
    readonly readyState: 'connecting' | 'open' | 'closed'
    onopen: ((event: object) => void) | null
    onmessage: ((event: { readonly data: ArrayBufferLike }) => void) | null
    onerror: ((event: object) => void) | null
    onclose: ((event: { readonly code: number; readonly reason: string; readonly wasClean: boolean }) => void) | null
    send(bytes: Uint8Array): void
    close(): void
  }

  export default class RFB extends EventTarget {
    constructor(target: HTMLElement, channel: RawChannel, options?: { readonly shared?: boolean })
    viewOnly: boolean
    scaleViewport: boolean
    /** Asks the guest for a screen as large as the element. */
    resizeSession: boolean
    clipViewport: boolean
    showDotCursor: boolean
    background: string
    focusOnClick: boolean
    disconnect(): void
    focus(options?: FocusOptions): void
    blur(): void
    /** `code` is a `KeyboardEvent.code`; without `down` the key is pressed and let go. */
    sendKey(keysym: number, code: string | null, down?: boolean): void
    sendCtrlAltDel(): void
    clipboardPasteFrom(text: string): void
    addEventListener(type: 'clipboard', listener: (event: CustomEvent<{ readonly text: string }>) => void): void
    addEventListener(type: string, listener: (event: Event) => void): void
    toDataURL(type?: string): string
  }
}
