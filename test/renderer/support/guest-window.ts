import { beforeAll } from 'vitest'
import type { Guest } from '@shared/contract/guest'
import { pages } from '@/pages'
import { FakeCore, type Answers } from './fake-core'
import { quietCore } from './samples'
import { giveSize } from './screen-size'
import { TestWindow } from './window'

// The first sight of a page compiles it, which takes as long as the machine is busy.
beforeAll(() => Promise.all(pages.map(({ load }) => load())), 60_000)

/** Answers `guest.page` with these guests, page by page. */
export const pagesOf = (guests: readonly Guest[]): Answers => ({
  'guest.page': ({ limit, offset }: { limit: number; offset: number }) => ({
    ...{ result: guests.slice(offset, offset + limit), total: guests.length, limit, offset }
  })
})

/** A window at a core with these guests; 22 rows of a list are in view. */
export async function windowWith(guests: readonly Guest[], answers: Answers = {}, path = '/guests') {
  giveSize(1000, 700)
  const core = new FakeCore({ ...quietCore(), ...pagesOf(guests), ...answers })
  const window = new TestWindow(core, path)
  await window.find('.frame')
  return { core, window }
}

/** The names of the rows in the DOM, from the top. */
export const shownNames = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('[data-guest]')]
    .sort((a, b) => Number.parseInt(a.style.top) - Number.parseInt(b.style.top))
    .map((row) => row.querySelector('b')?.textContent ?? '')

/** A row of the list. */
export const row = (id: string): string => `[data-guest="${id}"]`
