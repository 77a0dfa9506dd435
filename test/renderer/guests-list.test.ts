import { describe, expect, test } from 'vitest'
import { menus, permissionsOf, type Permission } from '@shared/contract/permissions'
import { until } from './support/until'
import { row, shownNames, windowWith } from './support/guest-window'
import { aGuest, aSession } from './support/samples'

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => aGuest({ id: `g${n}`, name: `web-${n}`, running: n % 2 === 0 }))
const list = '.guest-table'
const focusList = (): void => document.querySelector<HTMLElement>(list)?.focus()

describe('the list of guests', () => {
  test('knows ten thousand, but only those in view are there and asked for their load', async () => {
    const { core, window } = await windowWith(many(10_000))
    await window.find(row('g0'))
    await window.says('10,000 shown')

    expect(shownNames().slice(0, 3)).toEqual(['web-0', 'web-1', 'web-2'])
    expect(shownNames().length).toBeLessThan(40)
    const asked = await until('the load to be asked for', () => core.askedOf('instance.sample')[0])
    const { ids } = asked as { ids: string[] }
    expect(ids.length).toBeLessThan(20)
    expect(ids).toContain('g0')
    expect(ids).not.toContain('g1')
  })

  test('shows load and memory of what runs', async () => {
    const usage = { cpu_usage: 91.2, memory_available: 2 ** 30, disk_available: 0, bytes_read: 0, bytes_written: 0 }
    const { window } = await windowWith(many(2), {
      'instance.sample': () => [
        { ...usage, bytes_received: 0, bytes_sent: 0, id: 'g0', time: 1000, uptime: 9, running: true }
      ]
    })
    await until('the load', () => document.querySelector(`${row('g0')} .hot`))
    expect((await window.find(row('g0'))).textContent).toMatch(/91%.*3\.0 \/ 4 GiB/)
    expect((await window.find(row('g1'))).textContent).toMatch(/–.*– \/ 4 GiB/)
  })

  test('is filtered by qualifiers, which become tokens, and says so when nothing matches', async () => {
    const { window } = await windowWith([
      aGuest({ id: 'a', name: 'web-1', tags: ['prod'] }),
      aGuest({ id: 'b', name: 'db-1' })
    ])
    await window.find(row('b'))
    await window.type('[data-test=filter]', '-tag:prod ')
    await until('one row', () => shownNames().length === 1)
    expect(shownNames()).toEqual(['db-1'])
    expect((await window.find('.filter-box .token')).textContent).toBe('-tag:prod')

    await window.type('[data-test=filter]', 'nothing')
    await window.says('No guest matches “-tag:prod nothing”')
    await window.click('[data-kind=no-result] button')
    await until('all rows', () => shownNames().length === 2)
    expect(document.querySelector('.filter-box .token')).toBeNull()
  })

  test('says which word of a filter it does not know', async () => {
    const { window } = await windowWith(many(1))
    await window.find(row('g0'))
    await window.type('[data-test=filter]', 'pol:lab ')
    await window.type('[data-test=filter]', 'pol:lab ')
    await window.says('There is no such qualifier, so it is left out')
    expect(document.querySelectorAll('.token')).toHaveLength(1)
    const token = await window.find('.token.wrong')
    expect(token.title).toContain('Known are name, pool, cell, status, tag')
    token.click()
    await until('the word to go', () => !document.querySelector('.token'))
  })

  test('takes a token back to be typed at', async () => {
    const { window } = await windowWith(many(1))
    await window.type('[data-test=filter]', 'pool:x ')
    const input = (await window.find('[data-test=filter]')) as HTMLInputElement
    input.focus()
    window.press('Backspace')
    await until('the words', () => input.value === 'pool:x')
  })

  test('is sorted by its headings', async () => {
    const { window } = await windowWith([
      aGuest({ id: 'a', name: 'web-1', memory: 2 ** 31 }),
      aGuest({ id: 'b', name: 'web-2', memory: 2 ** 30 })
    ])
    await window.find(row('b'))
    await window.click('[data-key=memory] button')
    await until('the smaller one first', () => shownNames()[0] === 'web-2')
    await window.click('[data-key=memory] button')
    await until('the larger one first', () => shownNames()[0] === 'web-1')
  })

  test('follows what the core tells: a creation, its progress, its failure', async () => {
    const { core, window } = await windowWith(many(1))
    await window.find(row('g0'))
    const making = aGuest({ id: 'n', name: 'new-1', created: false, progress: 40, revision: 5 })
    core.announce({ name: 'guest.changed', payload: making })
    await window.find(`${row('n')} [data-state=creating]`)
    await window.says('Creating 40%')
    core.announce({ name: 'guest.changed', payload: { ...making, error: 'The disk is full', revision: 6 } })
    await window.find(`${row('n')} [data-state=error]`)
    expect((await window.find(`${row('n')} .reason`)).textContent).toBe('The disk is full')
    core.announce({ name: 'guest.removed', payload: { id: 'n' } })
    await until('the row to go', () => !document.querySelector(row('n')))
  })

  test('clears a failed creation away without asking', async () => {
    const failed = aGuest({ id: 'n', name: 'new-1', created: false, error: 'The disk is full' })
    const { core, window } = await windowWith([failed], { 'guest.remove': () => ({}) })
    await window.click(row('n'))
    focusList()
    window.press(' ')
    await window.click('[data-test=guest-panel] [data-test=action-remove]')
    await until('the removal', () => core.askedOf('guest.remove').length === 1)
    expect(core.askedOf('guest.remove')).toEqual([{ id: 'n', force: false }])
  })

  test('keeps what a silent cell last said of its guests', async () => {
    const { window } = await windowWith([aGuest({ id: 'a', running: true, lost: true })])
    await window.find(`${row('a')}.is-old [data-state=lost]`)
  })

  test('has one next step while it is empty, for those who may take it', async () => {
    const { window } = await windowWith([])
    await window.says('No guest yet')
    await window.click('[data-test=create-first]')
    await until('the page', () => location.hash === '#/guests/new')
  })

  test('offers nothing to those who may only look', async () => {
    const { window } = await windowWith(many(1), {
      'session.current': () => ({ session: aSession({ permissions: ['guest:read', 'session:own', 'system:read'] }) })
    })
    await window.click(row('g0'))
    expect(document.querySelector('[data-test=create]')).toBeNull()
    focusList()
    window.press('x')
    const start = await window.find('[data-test=bulk-start]')
    expect(start.title).toContain('may not start and stop guests')
  })
})

describe('the panel beside the list', () => {
  const open = async (permissions: readonly Permission[] = [...permissionsOf(menus)], liveScreens = true) => {
    localStorage.setItem('nano.preferences', JSON.stringify({ liveScreens }))
    const { window } = await windowWith([aGuest({ running: true })], {
      'session.current': () => ({ session: aSession({ permissions: [...permissions] }) })
    })
    await window.click(row('g1'))
    focusList()
    window.press(' ')
    await window.find('[data-test=guest-panel] .thumb')
    return () => document.querySelector('[data-test=guest-panel] [data-live]')
  }

  test('shows the screen of a guest that runs', async () => {
    const live = await open()
    await until('its screen', live)
  })

  test('shows a sign instead to those who want signs', async () => {
    expect((await open(undefined, false))()).toBeNull()
  })

  test('shows a sign instead to those who may not see screens', async () => {
    expect((await open(['guest:read', 'session:own', 'system:read']))()).toBeNull()
  })
})

describe('the keys of the list', () => {
  test('move, look, choose and open', async () => {
    const { window } = await windowWith(many(30))
    await window.find(row('g0'))
    focusList()
    window.press('Home')
    window.press('ArrowDown')
    await window.find(`${row('g1')}.is-current`)
    window.press(' ')
    await until('the panel', () => document.querySelector('[data-test=guest-panel]')?.textContent.includes('web-1'))
    window.press('ArrowDown')
    await until('the panel to follow', () =>
      document.querySelector('[data-test=guest-panel] header')?.textContent.includes('web-2')
    )
    window.press('Escape')
    await until('the panel to go', () => !document.querySelector('[data-test=guest-panel]'))
    window.press('x')
    await window.says('1 selected')
    window.press('a', { ctrlKey: true })
    await window.says('30 selected')
    window.press('Escape')
    await until('no choice', () => !document.querySelector('.bulkbar'))
    window.press('Enter')
    await until('the page', () => location.hash === '#/guests/g2')
  })

  test('choose a range with Shift', async () => {
    const { window } = await windowWith(many(10))
    await window.click(row('g2'))
    focusList()
    for (let step = 0; step < 3; step++)
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowDown', shiftKey: true, bubbles: true })
      )
    await window.says('4 selected')
  })

  test('leave the list as it was when one comes back', async () => {
    const { window } = await windowWith(many(10))
    await window.type('[data-test=filter]', 'web-1')
    await until('one row', () => shownNames().length === 1)
    await window.click(row('g1'))
    focusList()
    window.press('Enter')
    await window.find('.pagehead .crumb')
    await window.click('.pagehead .crumb')
    await window.find(`${row('g1')}.is-current`)
    expect(shownNames()).toEqual(['web-1'])
  })
})
