import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { barriersOn } from '../support/accessibility'
import { ConsoleWindow } from '../support/console-window'
import { Journey } from '../support/journey'
import { onDesktop } from '../support/on-desktop'
import { servedShell } from '../support/served-shell'

/** Does something as a person who explores the demo fleet. */
const inDemo = (work: (journey: Journey, page: Page) => Promise<void>): Promise<void> =>
  onDesktop(servedShell(), async (desktop) => {
    const journey = new Journey(desktop)
    await journey.open()
    await journey.setUp('demo')
    await journey.lists(1000)
    await work(journey, journey.page)
  })
const at = (name: string): string => `[data-test=${name}]`
/** In the page: resolves when nothing moves or changes colour any more, but for what never ends. */
const settled = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  .then(() => Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
  .map(({ finished }) => finished))).then(() => undefined)`
const inBothThemes = async (page: Page, look: () => Promise<void>): Promise<void> => {
  for (const dark of [false, true]) {
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' })
    await page.locator(dark ? 'html.dark' : 'html:not(.dark)').waitFor()
    await page.evaluate(settled)
    await look()
  }
}
/** A number field counts when it is left. */
async function fillNumber(page: Page, field: string, value: number): Promise<void> {
  await page.locator(`${field} input`).first().fill(String(value))
  await page.locator(`${field} input`).first().press('Tab')
}

describe('the pages of guests', () => {
  it('lead a person through all there is of one guest', () =>
    inDemo(async (journey, page) => {
      await journey.filter('pool:lab status:stopped name~course-net ')
      await journey.goTo('course-net')
      const tab = async (name: string): Promise<void> => {
        await page.getByRole('tab', { name: new RegExp(`^\\s*${name}`) }).click()
      }

      await tab('Snapshots')
      for (const name of ['base', 'work']) {
        await page.locator(at('take-snapshot')).click()
        await page.locator(`input${at('snapshot-name')}`).fill(name)
        await page.locator(at('submit')).click()
        await page.locator(`[data-snapshot=${name}]`).waitFor()
      }
      await page.locator('[data-snapshot=base]').locator(at('restore')).click()
      await page.locator(at('confirm')).click()
      // What was taken later stands on a branch now, and the guest below the one that it went back to.
      await page.locator('[data-snapshot=work][data-lane="1"]').waitFor()
      expect(await page.locator('.tree li').last().innerText()).toContain('changes since base')
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))

      await tab('Disks')
      expect(await page.locator(at('build-image')).isDisabled()).toBe(true)
      const before = await page.locator('[data-disk="0"]').innerText()
      await page.locator('[data-disk="0"]').locator(at('grow')).click()
      await page.locator(at('submit')).click()
      await expect.poll(() => page.locator('[data-disk="0"]').innerText()).not.toBe(before)
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))

      await tab('Network')
      await page.locator(at('add-port')).click()
      await fillNumber(page, at('host-port'), 18_080)
      await fillNumber(page, at('guest-port'), 80)
      await page.locator(`${at('ports')} ${at('save')}`).click()
      await page.locator(at('save')).waitFor({ state: 'detached' })
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))

      await journey.start()
      await tab('Settings')
      await fillNumber(page, `${at('size')} ${at('cores')}`, 7)
      await page.locator(`${at('size')} ${at('save')}`).click()
      await page.locator(at('pending')).getByText('7 vCPU').waitFor()
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))
      await page.locator(at('restart-pending')).click()
      await page.locator(at('pending')).waitFor({ state: 'detached' })
      await journey.guestIs('running')

      await tab('Monitor')
      for (const span of ['hour', 'day', 'month']) {
        await page.locator(at(`span-${span}`)).click()
        await page.locator('.monitor .tchart').first().waitFor()
      }
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))
      await tab('Overview')
      await page.getByText('7 vCPU').first().waitFor()
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))
    }))

  it('find many in the list, keep the filter, tag them and look at their screens', () =>
    inDemo(async (_journey, page) => {
      const filter = page.locator(at('filter'))
      await filter.pressSequentially('po')
      await page.locator(at('completion')).first().waitFor()
      await filter.press('ArrowDown')
      await filter.press('Enter')
      await filter.pressSequentially('la')
      await page.locator(at('completion')).getByText('lab').waitFor()
      await filter.press('ArrowDown')
      await filter.press('Enter')
      await filter.pressSequentially('status:running name~course-net-1 ')
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))
      await page.locator(at('save-filter')).click()
      await page.locator(`input${at('filter-name')}`).fill('Mine')
      await page.locator(at('keep-filter')).click()
      await page.locator(at('saved-filter')).getByText('Mine').waitFor()

      const guests = Number(await page.getByRole('grid').getAttribute('aria-rowcount'))
      expect(guests).toBeGreaterThan(1)
      await page.locator('.guest-table').focus()
      await page.keyboard.press('Control+a')
      await page.locator(at('bulk-tag')).click()
      await page.locator(`input${at('add-tags')}`).fill('seen')
      await page.keyboard.press('Enter')
      await page.locator(at('submit')).click()
      await page.locator(at('unfold')).click()
      await expect.poll(() => page.locator('[data-item=done]').count()).toBe(guests)
      await page.locator(at('dismiss')).click()
      await page.locator('[data-guest]').first().getByText('seen').waitFor()

      await page.locator(at('view-cards')).click()
      await page.locator('.card [data-live=connected]').first().waitFor({ timeout: 30_000 })
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))
      await page.reload()
      await page.locator(at('saved-filter')).getByText('Mine').waitFor()
      await page.locator('.card').first().waitFor()

      await page.evaluate("location.hash = '#/wall?filter=status:running name~course-net-1'")
      await page.locator('li[data-state=connected]').first().waitFor({ timeout: 30_000 })
      await page.locator('.tick').first().click()
      await page.locator('.bulkbar .all').click()
      await page.locator('li[data-guest]:not([data-state=connected])').first().waitFor({ state: 'detached' })
      await page.locator(`input${at('wall-text')}`).fill('ada')
      await page.keyboard.press('Enter')
      await page
        .locator('li[data-took=true]')
        .nth(guests - 1)
        .waitFor()
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))
      const [console] = await Promise.all([page.waitForEvent('popup'), page.locator('.tile .screen').last().click()])
      await new ConsoleWindow(console).simulatedGuestSays('ada@')
    }))

  it('create many at once, and say what became of each', () =>
    inDemo(async (_journey, page) => {
      await page.locator(at('create')).click()
      await page.locator(at('source-empty')).check({ force: true })
      await page.locator(at('pool')).click()
      await page.getByRole('option', { name: /^lab/ }).click()
      await fillNumber(page, at('count'), 5)
      await page.locator(at('name')).fill('class')
      await page.getByText('Free: class_0 … class_4').waitFor()
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))
      await page.locator(at('create')).click()
      await page.getByText('5 of 5 created').waitFor({ timeout: 60_000 })
      await inBothThemes(page, async () => expect(await barriersOn(page)).toEqual([]))
      await page.locator(at('to-guests')).click()
      await expect.poll(() => page.locator('[data-guest]').count()).toBe(5)
    }))
})
