import { vi } from 'vitest'

/** The test's DOM lays nothing out: this tells whoever asks how large its place is. */
export function giveSize(width: number, height: number): void {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      readonly #told: ResizeObserverCallback
      constructor(told: ResizeObserverCallback) {
        this.#told = told
      }
      observe(target: Element): void {
        const entry = { target, contentRect: new DOMRect(0, 0, width, height) } as ResizeObserverEntry
        queueMicrotask(() => this.#told([entry], this))
      }
      unobserve(): void {}
      disconnect(): void {}
    }
  )
}
