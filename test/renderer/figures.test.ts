import { describe, expect, it } from 'vitest'
import { roundUp, roundUpBytes, unbroken } from '@/components/chart-scale'
import { usedOf } from '@/text/sizes'

describe('figures', () => {
  const GiB = 2 ** 30

  it.each([
    [3.4 * GiB, 4 * GiB, '3.4 / 4 GiB'],
    [0, 8 * GiB, '0 / 8 GiB'],
    [12 * GiB, 23.5 * GiB, '12 / 23.5 GiB'],
    [512 * GiB, 2048 * GiB, '0.5 / 2 TiB'],
    [0, 0, '0 / 0 B']
  ])('say %d of %d bytes with the unit once', (used, total, text) => expect(usedOf(used, total)).toBe(text))

  it.each([
    [0, 1],
    [0.0012, 0.0015],
    [7, 8],
    [10, 10],
    [11, 15],
    [899, 1000]
  ])('put %d under the round number %d', (value, top) => expect(roundUp(value)).toBeCloseTo(top, 9))

  it.each([
    [0, 1],
    [900, 1024],
    [1100, 1.5 * 1024],
    [257 * 2 ** 20, 300 * 2 ** 20]
  ])('put %d bytes under %d, which is round in the unit that is read', (value, top) =>
    expect(roundUpBytes(value)).toBeCloseTo(top, 3)
  )

  it('never draw a line over a gap', () => {
    const at = (time: number) => ({ time, value: 1 })

    expect(unbroken([at(0), at(2), at(9), at(11)], 3)).toEqual([
      [at(0), at(2)],
      [at(9), at(11)]
    ])
  })
})
