import type { Rectangle } from 'electron'
import type { CdpSession } from './cdp'

type State = 'normal' | 'minimized' | 'maximized'

/** Where a window is, as the product put it. What it asks for before there is a window is done then. */
export class WindowPlace {
  readonly #bounds: Rectangle
  #state: State = 'normal'
  #move: ((bounds: object) => void) | undefined

  constructor(bounds: Rectangle) {
    this.#bounds = bounds
  }

  /** Takes the native window of a page. */
  async attach(browser: CdpSession, targetId: string): Promise<void> {
    const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId })
    // A window that has gone meanwhile is nowhere.
    this.#move = (bounds) => void browser.send('Browser.setWindowBounds', { windowId, bounds }).catch(() => {})
    this.bounds = {}
    if (this.#state !== 'normal') this.state = this.#state
  }

  get bounds(): Rectangle {
    return { ...this.#bounds }
  }

  set bounds(change: Partial<Rectangle>) {
    const { x: left, y: top, width, height } = Object.assign(this.#bounds, change)
    this.#move?.({ left, top, width, height })
  }

  get state(): State {
    return this.#state
  }

  set state(windowState: State) {
    this.#state = windowState
    this.#move?.({ windowState })
  }
}
