import type { NanoBridge } from '@shared/contract/nano-bridge'

declare global {
  interface Window {
    /** Put there by the preload script; a plain browser has none. */
    readonly nano?: NanoBridge
  }
}
