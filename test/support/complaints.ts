import type { BrowserContext } from 'playwright-core'

/**
 * What pages complain of while a test runs: errors on their consoles (breaches of the content policy are among them),
 * failures that nobody caught, and requests to anywhere but the product.
 */
export class Complaints {
  readonly #heard: string[] = []
  #expected: RegExp | undefined

  /** Listens to every page of a browser, those to come included. `home` is where pages may send requests. */
  async listen(context: BrowserContext, home: (url: string) => boolean): Promise<void> {
    context.on('console', (message) => this.#note(message.type(), message.text()))
    context.on('weberror', (failure) => this.#note('error', String(failure.error())))
    context.on('request', (request) => {
      if (!home(request.url())) this.#note('error', `A page asks ${request.url()}`)
    })
    // What pages have said before anybody listened.
    for (const page of context.pages()) {
      for (const message of await page.consoleMessages()) this.#note(message.type(), message.text())
      for (const error of await page.pageErrors()) this.#note('error', String(error))
    }
  }

  /** What is no wonder in this test. */
  expect(pattern: RegExp): void {
    this.#expected = pattern
  }

  /** What nobody expected, oldest first. */
  get all(): readonly string[] {
    return this.#heard.filter((text) => !this.#expected?.test(text))
  }

  #note(kind: string, text: string): void {
    if (kind === 'error') this.#heard.push(text)
  }
}
