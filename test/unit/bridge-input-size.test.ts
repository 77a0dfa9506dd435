import { describe, expect, it } from 'vitest'
import { isTooLarge, MAX_INPUT } from '@main/gateways/input-size'

const cycle: Record<string, unknown> = { name: 'web' }
cycle['self'] = cycle
let deep: unknown = 0
for (let level = 0; level < 100_000; level++) deep = [deep]

describe('the size of an input', () => {
  it.each([undefined, null, 1, 'text', {}, { name: 'web', disks: [1, 2] }, 'x'.repeat(MAX_INPUT - 1), deep])(
    'is no reason to refuse what is small (%#)',
    (input) => expect(isTooLarge(input)).toBe(false)
  )

  it.each([
    ['text', 'x'.repeat(MAX_INPUT)],
    ['a text within', { tags: ['x'.repeat(MAX_INPUT)] }],
    ['a key', { ['x'.repeat(MAX_INPUT)]: 1 }],
    ['a list', Array.from({ length: MAX_INPUT }, () => 0)],
    ['a list of nothing', new Array(2 ** 32 - 1)],
    ['bytes', new Uint8Array(MAX_INPUT)],
    ['something that contains itself', cycle]
  ])('is one for %s', (_what, input) => expect(isTooLarge(input)).toBe(true))
})
