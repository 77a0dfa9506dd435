import { describe, expect, test } from 'vitest'
import type { Guest } from '@shared/contract/guest'
import { parseFilter } from '@/features/guests/list/guest-filter'
import { ordered } from '@/features/guests/list/guest-order'
import { aGuest } from './support/samples'

const address = (allocated_address: string): Guest['internal'] => ({
  ...{ network_address: '', display_address: '' },
  allocated_address
})
const fleet = [
  aGuest({ name: 'web-1', pool: 'lab', cell: 'rack1-a', running: true, tags: ['web', 'prod'] }),
  aGuest({ name: 'db-1', pool: 'lab', cell: 'rack1-b', owner: 'ivo', tags: ['db'], internal: address('10.0.0.7') }),
  aGuest({ name: 'web-2', pool: 'office', lost: true, running: true, tags: ['web', 'archive'] }),
  aGuest({ name: 'new-1', pool: 'office', created: false, progress: 40 }),
  aGuest({ name: 'bad-1', pool: 'office', created: false, error: 'No space left' })
]
const found = (text: string): string[] => fleet.filter(parseFilter(text).matches).map(({ name }) => name)

describe('a filter', () => {
  test.each([
    ['', ['web-1', 'db-1', 'web-2', 'new-1', 'bad-1']],
    ['pool:lab', ['web-1', 'db-1']],
    ['pool:LAB', ['web-1', 'db-1']],
    ['pool:la', []],
    ['pool~la', ['web-1', 'db-1']],
    ['pool:lab tag:web', ['web-1']],
    ['tag:web tag:archive', ['web-2']],
    ['-tag:web', ['db-1', 'new-1', 'bad-1']],
    ['tag:db,archive', ['db-1', 'web-2']],
    ['cell:rack1-a', ['web-1']],
    ['owner:ivo', ['db-1']],
    ['status:running', ['web-1']],
    ['status:lost,creating', ['web-2', 'new-1']],
    ['status:err', ['bad-1']],
    ['name~db', ['db-1']],
    ['name:db', []],
    ['web', ['web-1', 'web-2']],
    ['-web pool:office', ['new-1', 'bad-1']],
    ['10.0.0', ['db-1']],
    ['  pool:lab \t db ', ['db-1']]
  ])('%j finds %j', (text, names) => expect(found(text)).toEqual(names))

  test('still holds for every guest while a value is missing', () => {
    expect(found('pool:')).toHaveLength(fleet.length)
    expect(found('-')).toHaveLength(fleet.length)
    expect(found('tag:,')).toHaveLength(fleet.length)
  })

  test('names what it does not understand, and goes on without it', () => {
    const { tokens } = parseFilter('pol:lab status:flying tag:web -name~x')
    expect(tokens.map(({ problem }) => problem)).toEqual(['unknown-qualifier', 'unknown-status', null, null])
    expect(found('pol:lab status:flying tag:web')).toEqual(['web-1', 'web-2'])
  })
})

describe('the order of the list', () => {
  const names = (key: Parameters<typeof ordered>[1]['key'], descending = false, guests: readonly Guest[] = fleet) =>
    ordered(guests, { key, descending }).map(({ name }) => name)

  test('counts numbers inside of names as numbers', () => {
    const guests = ['web-10', 'Web-9', 'web-1', 'db-2'].map((name) => aGuest({ name }))
    expect(names('name', false, guests)).toEqual(['db-2', 'web-1', 'Web-9', 'web-10'])
    expect(names('name', true, guests)).toEqual(['web-10', 'Web-9', 'web-1', 'db-2'])
  })

  test('is by name where all else is equal', () => {
    expect(names('state')).toEqual(['new-1', 'bad-1', 'web-2', 'web-1', 'db-1'])
    expect(names('cell')).toEqual(['bad-1', 'new-1', 'web-2', 'web-1', 'db-1'])
    const sizes = [4, 1, 4].map((size, index) => aGuest({ name: `g-${3 - index}`, memory: size * 2 ** 30 }))
    expect(names('memory', true, sizes)).toEqual(['g-1', 'g-3', 'g-2'])
  })
})
