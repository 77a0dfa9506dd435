import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import type { Guest } from '@shared/contract/guest'
import type { Notice } from '@shared/contract/wire'
import { SignIn } from '@main/gateways/sign-in'
import { appMenu } from '@main/shell/app-menu'
import { RunningGuests } from '@main/shell/running-guests'
import { shellTexts } from '@main/shell/shell-texts'
import { GUESTS_IN_TRAY, trayMenu, type RunningGuest } from '@main/shell/tray-menu'
import { until } from '../support/until'

const texts = shellTexts('en-US')
const click = (item: MenuItemConstructorOptions | undefined): void => (item?.click as (() => void) | undefined)?.()
const submenu = (item: MenuItemConstructorOptions | undefined): MenuItemConstructorOptions[] =>
  item?.submenu as MenuItemConstructorOptions[]

describe('the application menu', () => {
  const menu = (locale: string, isMac = false) => {
    const run = vi.fn<(command: string) => void>()
    const items = appMenu({ texts: shellTexts(locale), isMac, isDevelopment: false, run }).flatMap(
      (item) => (item.submenu as MenuItemConstructorOptions[] | undefined) ?? []
    )
    return { run, items }
  }

  it('runs the commands of the palette', () => {
    const { run, items } = menu('en-US')
    for (const item of items) if (item.id) click(item)
    const commands = ['create-guest', 'import-images', 'settings', 'palette', 'guests', 'images', 'tasks', 'wall']
    expect(run.mock.calls.flat()).toEqual([...commands, 'keys', 'reference'])
  })

  it('gives no key twice', () => {
    const keys = menu('en-US').items.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('speaks Chinese where the system does', () => {
    const labels = menu('zh-CN').items.flatMap(({ label }) => label ?? [])
    expect(labels).toContain('新建虚拟机…')
    expect(labels.filter((label) => /^[\w ]+…?$/.test(label))).toEqual([])
  })
})

describe('the tray', () => {
  const guests = (count: number): RunningGuest[] =>
    Array.from({ length: count }, (_, index) => ({ id: `id-${index}`, name: `web & ${index}` }))
  const menu = (running: readonly RunningGuest[]) => {
    const on = { open: vi.fn(), quit: vi.fn(), showConsole: vi.fn(), shutDown: vi.fn() }
    return { on, items: trayMenu({ texts, guests: running, ...on }) }
  }

  it('says that no guest runs', () => {
    const { on, items } = menu([])
    expect(items.map(({ label }) => label)).toContain('No guest is running')
    click(items[0])
    click(items.at(-1))
    expect([on.open.mock.calls.length, on.quit.mock.calls.length]).toEqual([1, 1])
  })

  it('opens the console of a guest that runs, and shuts it down', () => {
    const { on, items } = menu(guests(2))
    const guest = items.find(({ label }) => label === 'web && 1')
    for (const item of submenu(guest)) click(item)
    expect(on.showConsole).toHaveBeenCalledExactlyOnceWith('id-1')
    expect(on.shutDown).toHaveBeenCalledExactlyOnceWith('id-1')
  })

  it('counts the guests that it does not show', () => {
    const labels = menu(guests(GUESTS_IN_TRAY + 3)).items.map(({ label }) => label)
    expect(labels.filter((label) => label?.startsWith('web'))).toHaveLength(GUESTS_IN_TRAY)
    expect(labels).toContain('and 3 more…')
  })
})

describe('the guests that run', () => {
  const guest = (name: string, running: boolean) => ({ id: `id-${name}`, name, running }) as Guest
  const changed = (name: string, running: boolean): Notice => ({
    name: 'guest.changed',
    payload: guest(name, running)
  })
  const follow = (found: readonly Guest[] = []) => {
    const signIn = new SignIn()
    const seen: string[] = []
    const running = new RunningGuests({
      call: async () => ({ ok: true, value: found }),
      signIn,
      changed: (guests) => seen.push(guests.map(({ name }) => name).join())
    })
    return { signIn, seen, running }
  }

  it('are asked for at the sign-in and followed from then on, by name', async () => {
    const { signIn, seen, running } = follow([guest('web-10', true), guest('web-2', true)])
    signIn.present('a session')
    await until('those found', () => seen.at(-1) === 'web-2,web-10')
    for (const notice of [changed('web-3', true), changed('web-2', false), changed('db', false)]) running.hear(notice)
    await until('the changes', () => seen.at(-1) === 'web-3,web-10')
    running.hear({ name: 'guest.removed', payload: { id: 'id-web-3' } })
    await until('the removal', () => seen.at(-1) === 'web-10')
  })

  it('are none when nobody is signed in', async () => {
    const { signIn, seen, running } = follow([guest('web-1', true)])
    signIn.present('a session')
    await until('the guest', () => seen.at(-1) === 'web-1')
    signIn.learn('session.remove', {})
    await until('nothing', () => seen.at(-1) === '')
    running.close()
  })
})
