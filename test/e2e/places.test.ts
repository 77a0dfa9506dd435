import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { barriersOn } from '../support/accessibility'
import { Journey } from '../support/journey'
import { onDesktop } from '../support/on-desktop'
import { servedShell } from '../support/served-shell'

const goTo = (page: Page, path: string): Promise<void> => page.evaluate(`void (location.hash = '${path}')`)
const submit = async (page: Page): Promise<void> => {
  await page.locator('[data-test=submit]').click()
  await page.locator('[data-test=form]').waitFor({ state: 'detached' })
}
const choose = async (page: Page, test: string, option: string): Promise<void> => {
  await page.locator(`[data-test=${test}]`).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
const inPanel = (page: Page, test: string) => page.locator(`.panel [data-test=${test}]`)

describe('who looks after the machines', () => {
  it('makes places for guests, empties a cell, and clears all of it away again', async () => {
    await onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('computer')
      const { page } = journey

      await journey.choose('cells.title')
      for (const name of ['rack-1', 'rack-2']) {
        await page.locator('[data-test=add-host]').click()
        await page.locator('input[value=simulated]').check()
        await page.locator('input[data-test=name]').fill(name)
        await page.locator('[data-test=test]').click()
        await page.locator('[data-test=report]').waitFor()
        await submit(page)
        await page.locator(`[data-cell=${name}] [data-state=online]`).waitFor()
      }

      await journey.choose('storagePools.title')
      await page.locator('[data-test=create-pool]').click()
      await page.locator('input[data-test=name]').fill('fast')
      await choose(page, 'type', 'Folder on every cell')
      await page.locator('input[data-test=target]').fill('/srv/fast')
      await submit(page)
      await page.locator('[data-storage=fast]').waitFor()

      await journey.choose('addressPools.title')
      await page.locator('[data-test=create-pool]').click()
      await page.locator('input[data-test=name]').fill('net')
      await page.locator('input[data-test=gateway]').fill('172.16.3.254')
      await submit(page)
      await page.locator('[data-test=add-range]').click()
      await page.locator('input[data-test=start]').fill('172.16.3.10')
      await page.locator('input[data-test=end]').fill('172.16.3.19')
      await submit(page)
      await page.locator('[data-range="172.16.3.10"]').getByText('0 of 10').waitFor()

      await journey.choose('computePools.title')
      await page.locator('[data-test=create-pool]').click()
      await page.locator('input[data-test=name]').fill('course')
      await choose(page, 'storage', 'fast (dir)')
      await choose(page, 'network', 'net')
      await choose(page, 'cells', 'rack-1')
      await page.getByRole('option', { name: 'rack-2', exact: true }).click()
      await page.locator('.el-dialog__title').click()
      await page.locator('[data-test=failover]').click()
      await submit(page)
      await page.locator('[data-pool=course]').getByText('2 of 2').waitFor()

      await goTo(page, '/guests/new')
      await page.locator('[data-test=source-empty]').check({ force: true })
      await choose(page, 'pool', 'course (2 cells)')
      await choose(page, 'cell', 'rack-1')
      await page.locator('[data-test=name]').fill('web-1')
      await page.locator('[data-test=create]').click()
      await page.getByRole('heading', { level: 1, name: 'web-1', exact: true }).waitFor()
      await journey.guestIs('stopped')

      await goTo(page, '/address-pools/net')
      await page.locator('[data-lease]').getByText('web-1').waitFor()
      expect(await page.locator('[data-test=remove]').isDisabled()).toBe(true)
      expect(await page.locator('[data-test=remove-range]').isDisabled()).toBe(true)

      await goTo(page, '/cells?show=rack-1')
      await page.locator('.panel [data-test=attachments]').getByText('fast').waitFor()
      await expect.poll(() => inPanel(page, 'take-out').isDisabled()).toBe(true)
      await inPanel(page, 'evacuate').click()
      await submit(page)
      await page.locator('[data-cell=rack-1]').getByText('0 of 0').waitFor()
      await page.locator('[data-cell=rack-2]').getByText('0 of 1').waitFor()
      await inPanel(page, 'take-out').click()
      await inPanel(page, 'join-pool').waitFor()
      await inPanel(page, 'forget').click()
      await page.locator('[data-test=confirm]').click()
      await page.locator('[data-cell=rack-1]').waitFor({ state: 'detached' })
    })
  })

  it('goes from everything to a guest, and sees the load of each', async () => {
    await onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('demo')
      const { page } = journey

      await journey.choose('dashboard.title')
      await page.locator('[data-place=lab]').getByText('threads').waitFor()
      await expect.poll(() => page.locator('.tchart canvas').count()).toBe(4)
      await page.locator('[data-busy]').first().waitFor()
      await page.locator('[data-place=lab] a').click()
      await page.locator('[data-place] [data-mark=running]').first().waitFor()
      await page.locator('[data-place] a').first().click()
      const guest = page.locator('.places [data-guest] a').first()
      const name = await guest.innerText()
      await guest.click()
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
    })
  })

  it.each(['light', 'dark'])('meets no barrier on these pages when they are %s', async (theme) => {
    await onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('demo')
      const { page } = journey
      await page.evaluate(`localStorage.setItem('nano.preferences', '{"theme":"${theme}"}')`)
      await page.reload()
      const pages = [
        ['/dashboard', '[data-busy]'],
        ['/dashboard/lab', '[data-mark]'],
        ['/dashboard/lab/rack1-a', '.places [data-guest]'],
        ['/compute-pools?show=lab', '.panel [data-cell]'],
        ['/cells?show=rack1-a', '.panel [data-test=volumes]'],
        ['/storage-pools', '[data-kind=no-data]'],
        ['/address-pools', '[data-address-pool]'],
        ['/address-pools/demo', '[data-lease]']
      ] as const
      const barriers: string[] = []
      for (const [path, sign] of pages) {
        await goTo(page, path)
        await page.locator(sign).first().waitFor()
        barriers.push(...(await barriersOn(page)).map((barrier) => `${path}: ${barrier}`))
      }
      expect(barriers).toEqual([])
    })
  })
})
