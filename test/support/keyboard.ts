import type { Locator, Page } from 'playwright-core'
import { until } from './until'

/** How far a person would go through a page. */
const MOST_STEPS = 60

/** In the page: whether what has the focus shows it, by a ring or a border in the accent's colour. */
const SHOWS_FOCUS = `(() => {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.color = 'var(--nd-accent)'
  const accent = getComputedStyle(probe).color
  probe.remove()
  const around = []
  for (let each = document.activeElement; each && around.length < 4; each = each.parentElement) around.push(each)
  return around.some((each) => {
    const { boxShadow, outlineStyle, outlineColor } = getComputedStyle(each)
    return boxShadow.includes(accent) || (outlineStyle !== 'none' && outlineColor === accent)
  })
})()`
const FOCUSED = `document.activeElement.outerHTML.slice(0, 200)`

/** A person without a mouse. */
export class Keyboard {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  press(key: string): Promise<void> {
    return this.#page.keyboard.press(key)
  }

  type(text: string): Promise<void> {
    return this.#page.keyboard.type(text)
  }

  /** Goes on with Tab until something has the focus; throws where the focus is not to be seen on the way. */
  async tabTo(wanted: Locator): Promise<void> {
    await wanted.waitFor()
    for (let step = 0; step < MOST_STEPS; step++) {
      if (await this.#isAt(wanted)) return
      await this.press('Tab')
      const focused = await this.#page.evaluate<string>(FOCUSED)
      await until(`the focus to be seen on ${focused}`, () => this.#page.evaluate<boolean>(SHOWS_FOCUS))
    }
    throw new Error(`${MOST_STEPS} tabs do not lead to ${String(wanted)}`)
  }

  #isAt(wanted: Locator): Promise<boolean> {
    return wanted.first().evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'))
  }
}
