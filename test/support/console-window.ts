import type { Page } from 'playwright-core'
import { textOf } from '../drivers/screen-text'
import { typedAt } from './sample-guest'
import { until } from './until'
import type { Picture } from './vga-text'

const LIVE = '[role=application] canvas'
const LAST = '[data-test=last-frame] canvas'
const WAIT_MS = 30_000

/** Pixels as one character each, since a debugger carries text fastest: the place of its colour among the colours. */
const readCanvas = (selector: string): string => `(() => {
  const canvas = document.querySelector('${selector}')
  if (!canvas || canvas.width === 0) return
  const { width, height } = canvas
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  copy.drawImage(canvas, 0, 0)
  const colors = new Map()
  let text = ''
  for (const color of new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer)) {
    if (!colors.has(color)) colors.set(color, String.fromCharCode(32 + colors.size))
    text += colors.get(color)
  }
  return { width, height, text }
})()`

type Reader = (picture: Picture) => { readonly seen: string | undefined; readonly holds: boolean }

/** A guest's screen in a window, read off the canvas as a person reads it. */
export class ConsoleWindow {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** The live screen, or the last picture of one that is gone; undefined when it is not there. Equal pixels have equal numbers. */
  async picture(which: 'live' | 'last' = 'live'): Promise<Picture | undefined> {
    const read = await this.page.evaluate<{ width: number; height: number; text: string } | undefined>(
      readCanvas(which === 'live' ? LIVE : LAST)
    )
    return read && { ...read, picture: Uint32Array.from(read.text, (char) => char.charCodeAt(0)) }
  }

  /** Waits until the sample guest has greeted and its line reads `line`. */
  sampleGuestSays(line: string, which: 'live' | 'last' = 'live'): Promise<void> {
    return this.#reads(which, `the sample guest's line as "${line}"`, (picture) => {
      const seen = typedAt(picture)
      return { seen, holds: seen === line }
    })
  }

  /** Waits until a simulated guest has written a text. */
  simulatedGuestSays(text: string): Promise<void> {
    return this.#reads('live', `"${text}" on the screen`, (picture) => {
      const seen = textOf(picture)
      return { seen, holds: seen.includes(text) }
    })
  }

  /** Changes from the screen to the serial line, or back. */
  async switchSerial(): Promise<void> {
    await this.page.locator('[data-test=serial]').click()
  }

  /** Waits until the terminal at the serial line shows a text, and has the keys. */
  async terminalSays(text: string): Promise<void> {
    await this.page.locator('.xterm.focus .xterm-rows').filter({ hasText: text }).waitFor({ timeout: WAIT_MS })
  }

  /** Waits until the window has only the last picture of the screen. */
  async lost(): Promise<void> {
    await this.page.locator(LAST).waitFor()
  }

  /** Fills the screen; the tools hide until the pointer comes to the top edge, and come down. */
  async fullScreen(): Promise<void> {
    await this.page.locator('[data-test=full-screen]').click()
    await this.page.locator('.console.full').waitFor()
    await this.page.mouse.move(300, 400)
    await this.page.mouse.move(300, 1)
  }

  /** Cuts the guest's power with the window's own menu. */
  async forceOff(): Promise<void> {
    await this.page.locator('[data-test=power]').click()
    await this.page.locator('[data-test="console.forceOff"]').click()
    await this.page.locator('[data-test=confirm]').click()
    await this.lost()
  }

  /** How the last picture is drawn (CSS `filter`). */
  async lastPictureFilter(): Promise<string> {
    return this.page.evaluate<string>(`getComputedStyle(document.querySelector('${LAST}').parentElement).filter`)
  }

  /** Types on the keyboard, for whatever has it. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 20 })
  }

  async #reads(which: 'live' | 'last', what: string, read: Reader): Promise<void> {
    let last: unknown = 'no picture'
    const holds = async (): Promise<boolean> => {
      const picture = await this.picture(which)
      if (!picture) return false
      const { seen, holds } = read(picture)
      last = seen
      return holds
    }
    await until(what, holds, WAIT_MS).catch((cause: unknown) => {
      throw new Error(`Waited for ${what}; the ${which} screen reads: ${String(last)}`, { cause })
    })
  }
}
