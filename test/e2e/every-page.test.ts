import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Guest } from '@shared/contract/guest'
import { menus, type Permission } from '@shared/contract/permissions'
import type { Session } from '@shared/contract/session'
import { BridgeTalk } from '../support/bridge-talk'
import { Journey } from '../support/journey'
import { Look } from '../support/look'
import { onDesktop } from '../support/on-desktop'
import { servedShell } from '../support/served-shell'
import { sightsOf, type Things } from '../support/sights'
import { until } from '../support/until'

/** What the router of a window knows of a page. */
interface Route {
  readonly name: string
  readonly path: string
  readonly needs: readonly Permission[]
}

/** Where `npm run docs` wants a picture of everything. */
const PICTURES = join(import.meta.dirname, '../../docs/screens')
const keep = process.env['WRITE_DOCS'] === '1' ? keepPicture : undefined
const GiB = 2 ** 30
const password = 'Difference1'
const ROUTER = `document.querySelector('#app').__vue_app__.config.globalProperties.$router`

describe('every page', () => {
  it(
    'can be read and used by everybody, in both languages and themes, in small windows and at a zoom of 200 %',
    () =>
      onDesktop(servedShell(), async (desktop) => {
        const journey = new Journey(desktop)
        await journey.open()
        const { page } = journey
        const look = new Look(page, keep)
        await page.locator('[data-check]').first().waitFor()
        await look.at('welcome')
        await journey.setUp('demo')

        const things = await thingsIn(page)
        const sights = sightsOf(things)
        const routes = await routesOf(page)
        expect(Object.keys(sights).toSorted(), 'the pages with sights').toEqual(
          routes.map(({ name }) => name).toSorted()
        )
        for (const sight of Object.values(sights).flat()) await look.goTo(sight)

        await page.evaluate(`void (location.hash = '/guests/${things.running}')`)
        const console = await journey.openConsole()
        await console.simulatedGuestSays('login:')
        const lookAtConsole = new Look(console.page, keep)
        await lookAtConsole.at('console')

        const { session } = await ask<Session>(page, 'POST /sessions/', { user: 'eve', password })
        await signInWith(page, session)
        await look.goTo({ name: 'not-allowed', path: '/users', sign: '[data-kind=not-allowed]' })
        await signInWith(page, '')
        await look.goTo({ name: 'sign-in', path: '/', sign: 'input[name=user]' })
        expect([...look.faults, ...lookAtConsole.faults]).toEqual([])
      }),
    400_000
  )

  it('is closed to a role without its menu, by its address too, and asks for nothing that the role may not see', () =>
    onDesktop(servedShell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('demo')
      const { page } = journey
      const [guest] = await ask<Guest[]>(page, 'GET /guest_search/?pool=lab')
      const routes = await routesOf(page)
      const sessions = await Promise.all(menus.map((menu) => sessionOf(page, menu)))
      const talk = new BridgeTalk(page)
      const faults: string[] = []
      for (const { session, user, permissions } of sessions) {
        await signInWith(page, session)
        await page.reload()
        // Before that, the router does not hear of another address.
        await page.evaluate(`${ROUTER}.isReady()`)
        for (const { name, path, needs } of routes) {
          const address = path.replace(/:pool.*/, 'lab').replace(/:id.*/, guest?.id ?? '')
          await page.evaluate(`void (location.hash = '${address}')`)
          await until(address, () => page.evaluate<boolean>(`${ROUTER}.currentRoute.value.name === '${name}'`))
          await page.evaluate(`new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))`)
          await until(`all answers at ${address}`, () => talk.isOver)
          const isOpen = (await page.locator('[data-kind=not-allowed]').count()) === 0
          if (isOpen !== needs.some((each) => permissions.includes(each)))
            faults.push(`${user}: ${address} is ${isOpen ? 'open' : 'closed'}`)
          faults.push(...talk.refused.splice(0).map((operation) => `${user}: ${address} asks for ${operation}`))
        }
      }
      expect(faults).toEqual([])
    }))
})

/** Keeps what a page shows as a file of tens of kilobytes, where a PNG has hundreds. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: 70 })
  await browser.detach()
  await mkdir(PICTURES, { recursive: true })
  await writeFile(join(PICTURES, `${name}.webp`), data, 'base64')
}

/** From its next load on, a window has this sign-in. */
const signInWith = (page: Page, session: string): Promise<void> =>
  page.evaluate(`void (sessionStorage['nano.session'] = '${session}')`)

/** All pages of the router of a window, as it was built. */
const routesOf = (page: Page): Promise<Route[]> =>
  page.evaluate<Route[]>(`${ROUTER}.getRoutes().filter(({ name }) => name)
    .map(({ name, path, meta }) => ({ name, path, needs: [meta.needs].flat() }))`)

/** Asks over REST as who has signed in at a window; gives the data of the answer. */
async function ask<T = unknown>(page: Page, route: string, body?: unknown): Promise<T> {
  const [method = '', path = ''] = route.split(' ')
  const session = await page.evaluate<string>(`sessionStorage['nano.session']`)
  const answer = await fetch(new URL(`/api/v1${path}`, page.url()), {
    method,
    headers: { 'Nano-Session': session, 'Content-Type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body)
  })
  const { error_code, message, data } = (await answer.json()) as { error_code: number; message: string; data: T }
  if (error_code !== 0) throw new Error(`${route}: ${message}`)
  return data
}

/** Makes a user of one menu, and signs that user in. */
async function sessionOf(page: Page, menu: (typeof menus)[number]): Promise<Session> {
  await ask(page, `POST /roles/${menu}`, { menu: [menu] })
  await ask(page, `POST /user_groups/${menu}`, { role: [menu] })
  await ask(page, `POST /users/${menu}`, { password })
  await ask(page, `POST /user_groups/${menu}/members/${menu}`)
  return ask<Session>(page, 'POST /sessions/', { user: menu, password })
}

/** Makes something of every kind that the demo has none of. */
async function thingsIn(page: Page): Promise<Things> {
  const guests = await ask<Guest[]>(page, 'GET /guest_search/?pool=lab&created=true')
  const find = (runs: boolean): string =>
    guests.find(({ name, running }) => name.startsWith('course-net') && running === runs)?.id ?? ''
  const stopped = find(false)
  for (const name of ['installed', 'exercise-1']) {
    await ask(page, `POST /instances/${stopped}/snapshots/`, { name })
    const taken = (): Promise<object> => ask<object>(page, `GET /instances/${stopped}/snapshots/`)
    await until(`the snapshot ${name}`, async () => name in (await taken()))
  }
  await ask(page, 'POST /storage_pools/course', { type: 'nfs', host: 'files.lab.example', target: '/export/course' })
  await ask(page, 'POST /roles/teacher', { menu: ['instance', 'image', 'media'] })
  await ask(page, 'POST /user_groups/course', { display: 'Networking course', role: ['teacher'] })
  await ask(page, 'POST /users/eve', { nick: 'Eve', mail: 'eve@lab.example', password })
  await ask(page, 'POST /user_groups/course/members/eve')
  const alike = { pool: 'lab', cores: 1, memory: GiB, disks: [10 * GiB], system: 'linux' }
  const { id } = await ask<{ id: string }>(page, 'POST /batch/create_guest/', {
    ...{ name_prefix: 'class', count: 5 },
    ...alike
  })
  return { running: find(true), stopped, batch: id }
}
