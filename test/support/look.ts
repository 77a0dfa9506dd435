import type { Page } from 'playwright-core'
import { barriersOn } from './accessibility'
import { cutOn } from './cut-text'
import type { Sight } from './sights'

/** The first is 1440 × 900 at a zoom of 200 %; the last is what a person sees, and what pictures are of. */
const sizes = [
  { width: 720, height: 450 },
  { width: 1024, height: 700 },
  { width: 1440, height: 900 }
] as const

const languages = ['zh-CN', 'en'] as const
const themes = ['light', 'dark'] as const

/** In the page: resolves when nothing moves or changes colour any more, but for what never ends. */
const SETTLED = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  .then(() => Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
  .map(({ finished }) => finished))).then(() => undefined)`

/** Looks at what a window shows in every way that people may have it: both languages and themes, small and zoomed. */
export class Look {
  /** What is wrong, and where. */
  readonly faults: string[] = []
  readonly #page: Page
  readonly #keep: ((page: Page, name: string) => Promise<void>) | undefined

  /** `keep` is given what to take a picture of, and its name. */
  constructor(page: Page, keep?: (page: Page, name: string) => Promise<void>) {
    this.#page = page
    this.#keep = keep
  }

  /** Goes to where something is to be seen, as it is at first, waits until all of it is there, and looks at it. What never comes is a fault as well. */
  async goTo(sight: Sight): Promise<void> {
    await this.#goTo(sight).catch((cause: unknown) => this.#note(sight.name, [String(cause)]))
  }

  async #goTo({ name, path, sign, open }: Sight): Promise<void> {
    const page = this.#page
    // Without telling the page that is there, which may take what the address asks for off it before the reload.
    await page.evaluate(`history.replaceState(null, '', '#${path}')`)
    await page.reload()
    await page.locator(sign).first().waitFor()
    if (!open) return this.at(name)
    for (const each of open.slice(0, -1)) await page.locator(each).first().click()
    const opened = open.at(-1) ?? sign
    await page.locator(opened).first().waitFor()
    // All behind it is a sight of its own.
    await this.at(name, opened)
  }

  /** Looks at what there is now; for barriers only within what the selector finds. */
  async at(name: string, within?: string): Promise<void> {
    const page = this.#page
    for (const language of languages) {
      await this.#speak(language)
      for (const size of sizes) {
        await page.setViewportSize(size)
        await page.evaluate(SETTLED)
        this.#note(`${name}, ${language}, ${size.width} px wide`, await cutOn(page))
      }
      if (language === 'zh-CN' && !this.#keep) continue
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
        await page.evaluate(SETTLED)
        await this.#keep?.(page, `${name}-${language}-${theme}`)
        if (language === 'en')
          this.#note(`${name}, ${theme}`, await barriersOn(page, theme === 'light' ? 'all' : 'colors', within))
      }
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    }
  }

  /** Changes the language as another window of the same person would. */
  async #speak(language: (typeof languages)[number]): Promise<void> {
    await this.#page.evaluate(`(() => {
      const kept = { ...JSON.parse(localStorage['nano.preferences'] ?? '{}'), language: '${language}' }
      const newValue = localStorage['nano.preferences'] = JSON.stringify(kept)
      dispatchEvent(new StorageEvent('storage', { key: 'nano.preferences', newValue }))
    })()`)
  }

  #note(where: string, what: readonly string[]): void {
    this.faults.push(...what.map((fault) => `${where}: ${fault}`))
  }
}
