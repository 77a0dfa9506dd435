import { describe, expect, test } from 'vitest'
import { completionsOf } from '@/features/guests/list/complete'
import { row, shownNames, windowWith } from './support/guest-window'
import { aGuest } from './support/samples'
import { until } from './support/until'

const some = [
  aGuest({ id: 'a', name: 'web-1', pool: 'lab', tags: ['prod', 'web'], running: true }),
  aGuest({ id: 'b', name: 'web-2', pool: 'lab', tags: ['web'] }),
  aGuest({ id: 'c', name: 'db-1', tags: ['prod'] })
]

describe('completion of a filter', () => {
  test.each([
    ['po', ['pool:']],
    ['-t', ['-tag:']],
    ['pool:', ['pool:lab', 'pool:default']],
    ['pool:L', ['pool:lab']],
    ['pool:lab', []],
    ['status:r', ['status:running']],
    ['status:running,s', ['status:running,stopped']],
    ['tag~w', ['tag~web']],
    ['nothing:', []],
    ['web', []]
  ])('of "%s" is %j', (word, completions) => expect(completionsOf(word, some)).toEqual(completions))

  test('offers all qualifiers to an empty word', () => expect(completionsOf('', some)).toContain('status:'))
})

describe('the filter of the list', () => {
  const input = '[data-test=filter]'
  const key = async (name: string): Promise<void> =>
    void document
      .querySelector(input)
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))
  const offered = (): string[] =>
    [...document.querySelectorAll<HTMLElement>('[data-test=completion]')].map(({ textContent }) => textContent)

  test('is completed by keyboard, first the qualifier, then its value', async () => {
    const { window } = await windowWith(some)
    await window.find(row('a'))
    await window.type(input, 'ta')
    await until('an offer', () => offered().length === 1)
    await key('ArrowDown')
    await until('the choice', () => document.querySelector('[data-test=completion][aria-selected=true]'))
    await key('Enter')
    await until('its values', () => offered().includes('tag:prod'))
    await key('ArrowUp')
    await until('the last', () => document.querySelector('li:last-child[aria-selected=true]'))
    await key('Enter')
    await until('the rows', () => shownNames().length === 2)
    expect((await window.find('.filter-box .token')).textContent).toBe('tag:web')
    expect(offered()).toEqual([])
  })

  test('is left as it is typed when no completion is chosen', async () => {
    const { window } = await windowWith(some)
    await window.find(row('a'))
    await window.type(input, 'pool:l')
    await until('an offer', () => offered().length === 1)
    await key('Escape')
    await until('no offer', () => document.querySelector<HTMLElement>('[role=listbox]')?.style.display === 'none')
    expect(document.querySelector<HTMLInputElement>(input)?.value).toBe('pool:l')
    await key('Enter')
    await window.says('No guest matches “pool:l”')
  })

  test('is kept under a name, with how many it finds, and removed again', async () => {
    const { window } = await windowWith(some)
    await window.find(row('a'))
    await window.type(input, 'tag:prod ')
    await window.says('Unsaved filter')
    await window.click('[data-test=save-filter]')
    await until('the field to have the keys', () => document.activeElement?.matches('[data-test=filter-name]'))
    await window.type('input[data-test=filter-name]', 'Production')
    await window.click('[data-test=keep-filter]')
    const tab = await window.find('[data-test=saved-filter]')
    expect(tab.textContent).toMatch(/Production\s*2/)
    expect(tab.getAttribute('aria-pressed')).toBe('true')
    expect(JSON.parse(localStorage.getItem('nano.preferences') ?? '{}')).toMatchObject({
      guestFilters: [{ name: 'Production', text: 'tag:prod' }]
    })
    await window.type(input, 'x ')
    await until('no row', () => shownNames().length === 0)
    await window.click('[data-test=saved-filter]')
    await until('the rows', () => shownNames().length === 2)
    await window.click('[data-test=remove-filter]')
    await until('nothing saved', () => !document.querySelector('[data-test=saved-filter]'))
  })
})

describe('what the list shows', () => {
  const heads = (): (string | null)[] =>
    [...document.querySelectorAll<HTMLElement>('.el-table-v2__header-cell')].map(({ textContent }) => textContent)

  test('are the columns that a person chooses, and they stay', async () => {
    const { window } = await windowWith(some)
    await window.find(row('a'))
    expect(heads()).toEqual(['', 'Name', 'State', 'CPU', 'Memory', 'Cell', 'Address', 'Tags'])
    await window.click('[data-test=columns]')
    await window.click('[data-test=column-pool] input, input[data-test=column-pool]')
    await window.click('[data-test=column-cpu] input, input[data-test=column-cpu]')
    await until('the pool', () => heads().includes('Pool') && !heads().includes('CPU'))
    expect((await window.find(row('a'))).textContent).toContain('lab')
    expect(JSON.parse(localStorage.getItem('nano.preferences') ?? '{}')).toMatchObject({
      guestColumns: ['state', 'memory', 'pool', 'cell', 'address', 'tags']
    })
  })

  test('or their screens as cards, of which only those in view are there', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => aGuest({ id: `g${n}`, name: `web-${n}` }))
    const { window } = await windowWith(many)
    await window.find(row('g0'))
    await window.click('[data-test=view-cards] input')
    const card = await window.find('.card[data-guest=g0]')
    expect(document.querySelectorAll('.card').length).toBeLessThan(40)
    card.click()
    await window.find('.card.current[data-guest=g0]')
    const cards = document.querySelector<HTMLElement>('.cards')
    cards?.focus()
    window.press('ArrowRight')
    await window.find('.card.current[data-guest=g1]')
    window.press('x')
    await window.find('.card.picked[data-guest=g1]')
    await window.says('1 selected')
    window.press('Enter')
    await until('the page', () => location.hash === '#/guests/g1')
  })
})
