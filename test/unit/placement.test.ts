import { describe, expect, test } from 'vitest'
import { place, type Candidate } from '@main/services/placement'

const GiB = 2 ** 30
const nothing = { cores: 0, memory: 0, disk: 0 }
const cell = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  name,
  enabled: true,
  alive: true,
  cores: 16,
  cpu_usage: 10,
  memory: 64 * GiB,
  memory_available: 48 * GiB,
  disk: 1000 * GiB,
  disk_available: 800 * GiB,
  promised: nothing,
  ...more
})
const wanted = { cores: 2, memory: 4 * GiB, disk: 20 * GiB }

describe('placement', () => {
  test.each<[string, Candidate[], string]>([
    ['the only cell', [cell('a')], 'a'],
    ['the first of equals by name', [cell('b'), cell('a')], 'a'],
    ['the only cell, however busy', [cell('a', { cpu_usage: 100 })], 'a'],
    ['the calmer of two', [cell('a', { cpu_usage: 60 }), cell('b')], 'b'],
    ['the one with more free memory', [cell('a', { memory_available: 8 * GiB }), cell('b')], 'b'],
    ['the one that promised less', [cell('a', { promised: { cores: 30, memory: 0, disk: 0 } }), cell('b')], 'b'],
    // The predecessor's unsigned arithmetic made an over-committed cell win (api/semantics 6.2, 16).
    [
      'not the over-committed one',
      [cell('a', { promised: { cores: 400, memory: 999 * GiB, disk: 0 } }), cell('b')],
      'b'
    ],
    ['not a disabled one', [cell('a', { enabled: false }), cell('b', { cpu_usage: 70 })], 'b'],
    ['not one that is offline', [cell('a', { alive: false }), cell('b', { cpu_usage: 70 })], 'b'],
    ['the larger machine', [cell('a', { cores: 4 }), cell('b', { cores: 64 })], 'b']
  ])('chooses %s', (_what, cells, chosen) => {
    expect(place(wanted, cells)).toEqual({ cell: chosen })
  })

  test.each<[string, Candidate[], string]>([
    ['no cell', [], 'it has no cell'],
    ['none online', [cell('a', { alive: false })], 'none of its cells is online'],
    [
      'all disabled',
      [cell('a', { enabled: false }), cell('b', { alive: false })],
      'all of its online cells are disabled'
    ],
    ['no disk', [cell('a', { disk_available: GiB })], 'disk'],
    ['no memory', [cell('a', { memory_available: GiB })], 'memory'],
    ['no calm processor', [cell('a', { cpu_usage: 81 }), cell('b', { cpu_usage: 99 })], 'busy']
  ])('says why when there is %s', (_what, cells, reason) => {
    expect(place(wanted, cells)).toEqual({ refused: expect.stringContaining(reason) })
  })

  test('a guest without disk space is no division by zero', () => {
    expect(place({ ...wanted, disk: 0 }, [cell('a')])).toEqual({ cell: 'a' })
  })
})
