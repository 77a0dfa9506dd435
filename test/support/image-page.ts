import type { Locator, Page } from 'playwright-core'
import { wordsIn, type Words } from './words'

/** What a person does on the page of images. Each step ends when the person sees that it is done. */
export class ImagePage {
  readonly #page: Page
  readonly #say: Words = wordsIn('en')

  constructor(page: Page) {
    this.#page = page
  }

  /** Chooses files in the form, as they are on the disk, and imports them under the names that it proposes. */
  async import(paths: readonly string[]): Promise<void> {
    await this.#page.locator('[data-test=import-images]').click()
    const form = this.#page.locator('[data-test=import-form]')
    await form.locator('input[type=file]').setInputFiles([...paths])
    await form.locator('[data-test=import]').click()
    await form.waitFor({ state: 'detached' })
  }

  /** What the row of an image reads once its file is whole. */
  async completes(name: string): Promise<string> {
    await this.#row(name).locator('[data-state=complete]').waitFor({ timeout: 30_000 })
    return this.#row(name).innerText()
  }

  /** What is said of a file that was refused at once, whose image is gone. */
  async refusal(name: string): Promise<string> {
    const line = this.#page.locator(`[data-transfer="${name}"][data-state=failed]`)
    await line.waitFor({ timeout: 30_000 })
    await this.isGone(name)
    return line.innerText()
  }

  /** Why its panel, which has to be open, does not let it be deleted. */
  async whyNotDeleted(name: string): Promise<string> {
    const id = await this.#panel(name).locator('[data-test=delete][disabled]').getAttribute('aria-describedby')
    return (await this.#page.locator(`[id="${id}"]`).textContent()) ?? ''
  }

  /** Breaks off the file that is being sent to an image as soon as some of it has come; the record tells how much. */
  async breakOff(name: string): Promise<void> {
    await this.#row(name).locator('[data-state=receiving]').getByText(/[1-9]/).waitFor()
    await this.#transfer(name).locator('[data-test=cancel-transfer]').click()
    await this.#row(name).locator('[data-state=notReceived]').waitFor()
    await this.look(name)
    await this.#panel(name).locator('[data-test=received]').waitFor()
  }

  /** Chooses a file for an image, from its panel, which has to be open. */
  async chooseFile(name: string, path: string): Promise<void> {
    await this.#panel(name).locator('input[type=file]').setInputFiles(path)
  }

  /** Opens the panel of an image; gives what it says. */
  async look(name: string): Promise<string> {
    await this.#row(name).click()
    return this.#panel(name).innerText()
  }

  /** From its panel: saves the file of an image. */
  async download(name: string): Promise<void> {
    await this.#panel(name).locator('[data-test=download]').click()
  }

  /** From its panel. */
  async delete(name: string): Promise<void> {
    await this.#panel(name).locator('[data-test=delete]').click()
    await this.#page.locator('[data-test=typed-name]').fill(name)
    await this.#page.locator('[data-test=confirm]').click()
  }

  async isGone(name: string): Promise<void> {
    await this.#row(name).waitFor({ state: 'detached' })
  }

  async showMedia(): Promise<void> {
    await this.#page.getByRole('tab', { name: this.#say('images.kinds.media') }).click()
  }

  /** Waits until some words are there. */
  async says(text: string): Promise<void> {
    await this.#page.getByText(text).first().waitFor()
  }

  #row(name: string): Locator {
    return this.#page.locator(`tr[data-image="${name}"]`)
  }

  #transfer(name: string): Locator {
    return this.#page.locator(`[data-transfer="${name}"]`)
  }

  #panel(name: string): Locator {
    return this.#page.getByRole('complementary', { name, exact: true })
  }
}
