import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseAddress, type Stretch } from '@main/services/address-allocator'

/** Ranges that do not overlap, what is taken of them, and a chance from 0 to 1. */
const situation = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 5 }),
  leased: fc.uniqueArray(fc.integer({ min: 0, max: 99 })),
  chance: fc.double({ min: 0, max: 0.999, noNaN: true })
})

function stretchesOf(sizes: readonly number[], leased: readonly number[]): Stretch[] {
  return sizes.map((size, index) => {
    const [first, last] = [index * 20, index * 20 + size - 1]
    return { first, last, taken: leased.filter((address) => first <= address && address <= last).length }
  })
}

test('gives a free address of the first range that has one, for every chance', () => {
  fc.assert(
    fc.property(situation, ({ sizes, leased, chance }) => {
      const ranges = stretchesOf(sizes, leased)
      const chosen = chooseAddress(
        ranges,
        (address) => leased.includes(address),
        (below) => Math.floor(chance * below)
      )
      const home = ranges.find(({ first, last, taken }) => taken < last - first + 1)
      if (!home) return void expect(chosen).toBeUndefined()
      expect(chosen).toBeGreaterThanOrEqual(home.first)
      expect(chosen).toBeLessThanOrEqual(home.last)
      expect(leased).not.toContain(chosen)
    })
  )
})

test('gives every address once before it gives none', () => {
  fc.assert(
    fc.property(situation, ({ sizes, chance }) => {
      const leased: number[] = []
      const all = sizes.reduce((sum, size) => sum + size, 0)
      for (let round = 0; round <= all; round++) {
        const chosen = chooseAddress(
          stretchesOf(sizes, leased),
          (address) => leased.includes(address),
          (below) => Math.floor(chance * below)
        )
        if (chosen !== undefined) leased.push(chosen)
      }
      expect(new Set(leased).size).toBe(all)
    })
  )
})

test('goes straight on from its chance, around the end of the range', () => {
  const range = { first: 100, last: 104, taken: 3 }
  const taken = [103, 104, 100]
  expect(
    chooseAddress(
      [range],
      (address) => taken.includes(address),
      () => 3
    )
  ).toBe(101)
})
