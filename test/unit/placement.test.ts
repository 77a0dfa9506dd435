import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { place, type Candidate } from '@main/services/placement'

const GiB = 2 ** 30
const nothing = { cores: 0, memory: 0, disk: 0 }
const cell = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  name,
  enabled: true,
  alive: true,
  stored: true,
  cores: 16,
  cpu_usage: 10,
  memory: 64 * GiB,
  memory_available: 48 * GiB,
  disk: 1000 * GiB,
  disk_available: 800 * GiB,
  promised: nothing,
  ...more
})
const open = { enabled: true, address_left: true }
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
    expect(place(wanted, open, cells)).toEqual({ cell: chosen })
  })

  test.each<[string, Candidate[], string]>([
    ['no cell', [], 'it has no cell'],
    ['none online', [cell('a', { alive: false })], 'none of its cells is online'],
    [
      'all disabled',
      [cell('a', { enabled: false }), cell('b', { alive: false })],
      'all of its online cells are disabled'
    ],
    ['no storage', [cell('a', { stored: false })], 'shared storage'],
    ['no disk', [cell('a', { disk_available: GiB })], 'disk'],
    ['no memory', [cell('a', { memory_available: GiB })], 'memory'],
    ['no calm processor', [cell('a', { cpu_usage: 81 }), cell('b', { cpu_usage: 99 })], 'busy']
  ])('says why when there is %s', (_what, cells, reason) => {
    expect(place(wanted, open, cells)).toEqual({
      code: 'PLACEMENT_REFUSED',
      refused: expect.stringContaining(reason)
    })
  })

  test.each([
    ['the pool is disabled', { enabled: false, address_left: false }, [], 'POOL_DISABLED'],
    ['no address is left', { enabled: true, address_left: false }, [cell('a')], 'NO_ADDRESS_LEFT'],
    ['no cell could take it anyway', { enabled: true, address_left: false }, [], 'PLACEMENT_REFUSED']
  ])('says so when %s', (_what, pool, cells, code) => {
    expect(place(wanted, pool, cells)).toMatchObject({ code })
  })

  test('a guest without disk space is no division by zero', () => {
    expect(place({ ...wanted, disk: 0 }, open, [cell('a')])).toEqual({ cell: 'a' })
  })

  const size = fc.integer({ min: 0, max: 2000 }).map((value) => value * GiB)
  const anyCell = fc
    .record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      enabled: fc.boolean(),
      alive: fc.boolean(),
      stored: fc.boolean(),
      cores: fc.integer({ min: 1, max: 256 }),
      cpu_usage: fc.integer({ min: 0, max: 100 }),
      memory: size,
      memory_available: size,
      disk: size,
      disk_available: size,
      promised: fc.record({ cores: fc.integer({ min: 0, max: 5000 }), memory: size, disk: size })
    })
    .map((made): Candidate => made)
  const cells = fc.uniqueArray(anyCell, { selector: ({ name }) => name })
  const anyWish = fc.record({
    cores: fc.integer({ min: 1, max: 64 }),
    memory: size.map((bytes) => bytes + GiB),
    disk: size
  })

  test('never picks a cell that cannot take the guest, and refuses only when none can', () => {
    const fits = (wish: typeof wanted, one: Candidate, alone: boolean): boolean =>
      one.enabled &&
      one.alive &&
      one.stored &&
      one.disk_available >= wish.disk &&
      one.memory_available >= wish.memory &&
      (alone || one.cpu_usage <= 80)
    fc.assert(
      fc.property(anyWish, cells, (wish, candidates) => {
        const fitting = candidates.filter((one) => fits(wish, one, candidates.length === 1)).map(({ name }) => name)
        const placed = place(wish, open, candidates)
        if ('cell' in placed) expect(fitting).toContain(placed.cell)
        else expect(fitting).toEqual([])
      }),
      { numRuns: 500 }
    )
  })

  test('the order in which cells are looked at changes nothing, also among equals', () => {
    const equals = fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 2 })
      .map((names) => names.map((name) => cell(name)))
    fc.assert(
      fc.property(anyWish, fc.oneof(cells, equals), fc.infiniteStream(fc.nat()), (wish, candidates, chance) => {
        const shuffled = candidates
          .map((one) => ({ one, at: chance.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
        expect(place(wish, open, shuffled)).toEqual(place(wish, open, candidates))
      })
    )
  })
})
