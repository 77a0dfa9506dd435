import type { Locator, Page } from 'playwright-core'
import type { Locale, TextKey } from '@/i18n'
import { ConsoleWindow } from './console-window'
import type { Desktop } from './desktop'
import { wordsIn, type Words } from './words'

/** What the entry of a page in the menu, and its heading, say. */
type PageTitle = TextKey & `${string}.title`

const account = { user: 'ada', password: 'Analytical1' }

/** What a person does in the windows, step by step, in a person's words. Each step ends when the person sees that it is done. */
export class Journey {
  readonly #desktop: Desktop
  readonly #say: Words
  #page: Page | undefined

  constructor(desktop: Desktop, locale: Locale = 'en') {
    this.#desktop = desktop
    this.#say = wordsIn(locale)
  }

  /** The main window. */
  get page(): Page {
    if (!this.#page) throw new Error('The product is not open')
    return this.#page
  }

  async open(): Promise<void> {
    this.#page = await this.#desktop.open()
  }

  /** Through a door of the first run to the list of guests. */
  async setUp(door: 'computer' | 'demo'): Promise<void> {
    await this.#button('welcome.continue').waitFor()
    await this.page.getByText(this.#say(`welcome.doors.${door}`), { exact: true }).click()
    await this.#button('welcome.continue').click()
    await this.page.locator('input[name=user]').fill(account.user)
    await this.page.locator('input[name=password]').fill(account.password)
    await this.page.locator('input[name=repeat]').fill(account.password)
    await this.#button('welcome.start').click()
    await this.#heading(this.#say('guests.title'))
  }

  /** All the way from the first run to the console of a sample guest that has greeted. */
  async runGuest(name: string): Promise<ConsoleWindow> {
    await this.open()
    await this.setUp('computer')
    await this.createGuest(name)
    await this.start()
    const console = await this.openConsole()
    await console.sampleGuestSays('')
    return console
  }

  /** Ends where the person was before. */
  async signIn({ user, password } = account): Promise<void> {
    await this.page.locator('input[name=user]').fill(user)
    await this.page.locator('input[name=password]').fill(password)
    await this.#button('session.signIn').click()
    await this.#userMenu(user).waitFor()
  }

  async signOut(user = account.user): Promise<void> {
    await this.#userMenu(user).click()
    await this.page.getByText(this.#say('frame.signOut'), { exact: true }).click()
    await this.#button('session.signIn').waitFor()
  }

  /** From the list: makes a guest from the sample image. Ends on the page of the guest, which is off. */
  async createGuest(name: string): Promise<void> {
    await this.#button('guestList.create').first().click()
    // The page proposes a name as soon as it knows those that are taken.
    await this.page.getByText(this.#say('createGuest.fits')).waitFor()
    await this.page.locator('[data-test=name]').fill(name)
    await this.#button('createGuest.create').click()
    await this.#heading(name)
    await this.guestIs('stopped')
  }

  /** On the page of a guest. */
  async start(): Promise<void> {
    await this.#button('guests.actions.start').click()
    await this.guestIs('running')
  }

  /** On the page of a guest: what its state reads, in the page's head. */
  async guestIs(state: 'running' | 'stopped' | 'error', timeout = 20_000): Promise<void> {
    await this.page
      .getByRole('main')
      .getByText(this.#say(`status.${state}`), { exact: true })
      .first()
      .waitFor({ timeout })
  }

  /** On the page of a guest. */
  async openConsole(): Promise<ConsoleWindow> {
    await this.#consoleButton.click()
    return this.consoleWindow()
  }

  /** The console window, however it was opened. */
  async consoleWindow(): Promise<ConsoleWindow> {
    const page = await this.#desktop.running.window('console.html')
    await page.getByRole('application').waitFor()
    return new ConsoleWindow(page)
  }

  /** On the page of a guest, in its console window: what it says and offers when the guest is off. */
  async startFrom(console: ConsoleWindow): Promise<void> {
    await console.page.getByText(this.#say('console.off'), { exact: true }).waitFor()
    await console.page.getByRole('button', { name: this.#say('console.start'), exact: true }).click()
    await this.guestIs('running')
  }

  /** On the page of a guest: the power button's way, which a guest may take its time to obey. */
  async shutDown(): Promise<void> {
    await this.#button('guests.actions.shutDown').click()
    await this.guestIs('stopped')
  }

  /** On the page of a guest that is off. Ends on the list. */
  async deleteGuest(name: string): Promise<void> {
    await this.page.locator('[data-test=more]').click()
    await this.page.getByRole('menuitem', { name: this.#say('guests.actions.remove') }).click()
    await this.page.locator('[data-test=typed-name]').fill(name)
    await this.page.locator('[data-test=confirm]').click()
    await this.#heading(this.#say('guests.title'))
    await this.page.getByText(this.#say('guestList.none'), { exact: true }).waitFor()
  }

  /** Goes to a page by its entry in the menu. */
  async choose(title: PageTitle): Promise<void> {
    await this.clickInMenu(title)
    // Until a page is loaded, the one before is there, with buttons that look the same.
    await this.#heading(this.#say(title))
  }

  /** Clicks an entry of the menu, wherever that leads. */
  async clickInMenu(title: PageTitle): Promise<void> {
    await this.page
      .getByRole('link', { name: this.#say(title), exact: true })
      .first()
      .click()
  }

  /** On the list: how many guests it shows, by its own words. */
  async lists(count: number): Promise<void> {
    const shown = this.#say('guestList.shown', { n: count.toLocaleString('en-US') })
    await this.page.getByText(shown, { exact: true }).waitFor()
  }

  /** On the list: narrows it to what matches. */
  async filter(text: string): Promise<void> {
    await this.page.locator('[data-test=filter]').fill(text)
  }

  /** On the list: the guests in view. */
  get rows(): Locator {
    return this.page.getByRole('grid').locator('[data-guest]')
  }

  /** On the list: opens the page of the first guest with `text` in its row; gives its name. */
  async goTo(text: string): Promise<string> {
    await this.rows.filter({ hasText: text }).first().dblclick()
    await this.#consoleButton.waitFor()
    return this.page.getByRole('heading', { level: 1 }).innerText()
  }

  #userMenu(user: string): Locator {
    return this.page.getByRole('button', { name: this.#say('frame.user', { user }) })
  }

  /** On the page of a guest, whose picture opens the console too. */
  get #consoleButton(): Locator {
    return this.page.locator('[data-test=open-console]')
  }

  #button(key: Parameters<Words>[0]) {
    return this.page.getByRole('button', { name: this.#say(key), exact: true })
  }

  async #heading(name: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  }
}
