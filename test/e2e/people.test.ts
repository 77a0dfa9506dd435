import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { barriersOn } from '../support/accessibility'
import { Journey } from '../support/journey'
import { onDesktop } from '../support/on-desktop'
import { servedShell } from '../support/served-shell'

const eve = { user: 'eve', password: 'Difference1' }
const goTo = (page: Page, path: string): Promise<void> => page.evaluate(`void (location.hash = '${path}')`)
const submit = async (page: Page): Promise<void> => {
  await page.locator('[data-test=submit]').click()
  await page.locator('[data-test=form]').waitFor({ state: 'detached' })
}

describe('an administrator', () => {
  it('makes a role, a group and a user, who then reaches what the role grants and nothing else', async () => {
    await onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('computer')
      const { page } = journey

      await journey.choose('users.title')
      await page.locator('[data-user=ada]').click()
      expect(await page.locator('.panel [data-test=delete]').isDisabled()).toBe(true)
      await page.locator('#tab-roles').click()
      await page.locator('[data-test=make]').click()
      await page.locator('input[name=role]').fill('operator')
      await page.locator('[data-test=menu-instance]').click()
      await submit(page)
      await page.locator('[data-role=operator]').waitFor()

      await page.locator('#tab-groups').click()
      await page.locator('[data-test=make]').click()
      await page.locator('input[name=group]').fill('course')
      await page.locator('[data-test=roles]').click()
      await page.getByRole('option', { name: 'operator' }).click()
      await page.locator('input[name=display]').click()
      await submit(page)
      await page.locator('[data-group=course]').waitFor()

      await page.locator('#tab-users').click()
      await page.locator('[data-test=make]').click()
      await page.locator('input[name=user]').fill(eve.user)
      await page.locator('[data-test=group]').click()
      await page.getByRole('option', { name: 'course' }).click()
      await page.locator('input[name=password]').fill(eve.password)
      await page.locator('input[name=repeat]').fill(eve.password)
      await submit(page)
      await page.locator('[data-user=eve]').getByText('course').waitFor()

      await journey.signOut()
      await journey.signIn(eve)
      for (const path of ['/users', '/logs']) {
        await goTo(page, path)
        await page.locator('[data-kind=not-allowed]').waitFor()
        expect(await page.locator(`.menu a[href="#${path}"]`).count()).toBe(0)
      }
      await goTo(page, '/guests')
      await page.getByRole('heading', { level: 1 }).waitFor()
    })
  })

  it('finds in the log what was done, saves it, and deletes from it', async () => {
    await onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('computer')
      await journey.createGuest('web-1')
      await journey.choose('guests.title')
      await journey.createGuest('web-2')
      const { page } = journey

      await journey.choose('logs.title')
      await page.locator('[data-test=filter]').fill('WEB-1 created')
      const rows = page.locator('[data-log]')
      await page.getByText('2 entries', { exact: true }).waitFor()
      expect(await rows.allInnerTexts()).toEqual([
        expect.stringMatching(/Done.*Create guest “web-1”/s),
        expect.stringMatching(/Begun.*Create guest “web-1”/s)
      ])

      await page.evaluate('void (globalThis.showSaveFilePicker = undefined)')
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-test=export]').click()])
      const table = readFileSync(await download.path(), 'utf8')
      expect(table.trimEnd().split('\r\n')).toEqual([
        '\uFEFF"id","time","user","address","operation","outcome","content"',
        expect.stringContaining('"guest.create","ok"'),
        expect.stringContaining('"guest.create","accepted"')
      ])

      await page.locator('[data-test=select-page]').click()
      await page.locator('[data-test=delete]').click()
      await page.locator('[data-test=confirm]').click()
      await page.locator('[data-kind=no-result]').waitFor()
      await page.locator('[data-test=filter]').fill('deleted 2 log entries')
      await rows.first().waitFor()
    })
  })

  it('finds a setting, sees where programs get in, and gets a support bundle', async () => {
    await onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('computer')
      const { page } = journey

      await journey.choose('settings.title')
      await page.getByText(`${new URL(page.url()).origin}/api/v1/`).waitFor()
      await page.getByText(desktop.dataFolder, { exact: true }).waitFor()
      await page.locator('[data-test=filter]').fill('dark')
      await page.locator('[data-test=theme]').getByText('Dark', { exact: true }).click()
      await page.locator('html.dark').waitFor()
      await page.locator('[data-test=filter]').fill('bundle')
      await page.evaluate('void (globalThis.showSaveFilePicker = undefined)')
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-test=bundle]').click()])
      const report = execFileSync('tar', ['-xzOf', await download.path(), 'report.json'], { encoding: 'utf8' })
      expect(JSON.parse(report)).toMatchObject({ data_folder: desktop.dataFolder, rest_setting: { enabled: true } })
    })
  })

  it('builds an image from a guest, and sees the task of it', async () => {
    await onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('computer')
      await journey.createGuest('golden')
      const { page } = journey

      await journey.choose('images.title')
      await page.locator('[data-test=build-image]').click()
      await page.locator('[data-test=guest]').click()
      await page.getByRole('option', { name: 'golden' }).click()
      await submit(page)
      await page.locator('tr[data-image=golden] [data-state=complete]').waitFor({ timeout: 60_000 })
      await journey.choose('tasks.title')
      await page.locator('[data-test=filter]').fill('build golden')
      await page.getByRole('row', { name: 'Build disk image' }).click()
      await page.locator('.panel').getByText('diskImage.build').waitFor()
    })
  })
})

describe('no page has a barrier', () => {
  it.each(['light', 'dark'] as const)('in the %s theme', async (theme) => {
    await onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('computer')
      await journey.createGuest('web-1')
      const { page } = journey
      await page.emulateMedia({ colorScheme: theme })

      const found: Record<string, string[]> = {}
      const look = async (path: string, ready: string): Promise<void> => {
        await goTo(page, path)
        await page.locator(ready).first().click()
        await page.locator('.panel').waitFor()
        found[path] = await barriersOn(page)
      }
      await look('/users', '[data-user=ada]')
      await look('/users?tab=groups', '[data-group=admin]')
      await look('/users?tab=roles', '[data-role=super]')
      await look('/logs', '[data-log]')
      await look('/tasks', '[data-task]')
      await look('/images', '[data-image=sample]')
      for (const path of ['/users?tab=sessions', '/users?tab=visibility', '/settings']) {
        await goTo(page, path)
        await page.locator('[data-test=session], [data-test=instance_visible], [data-test=folder]').first().waitFor()
        found[path] = await barriersOn(page)
      }
      expect(Object.entries(found).filter(([, barriers]) => barriers.length > 0)).toEqual([])
    })
  })
})
