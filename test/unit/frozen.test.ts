import { expect, test, vi } from 'vitest'
import { freeze, onceFrozen } from '@shared/rules/frozen'

test('nothing in what is frozen can be changed', () => {
  const guest = freeze({ name: 'web-1', disks: [1, 2] })
  expect(() => guest.disks.push(3)).toThrow(TypeError)
  expect(() => (guest.name = 'web-2')).toThrow(TypeError)
  expect(freeze(undefined)).toBeUndefined()
})

test('what is made of a frozen object is made once, of another each time anew', () => {
  const make = vi.fn((from: unknown) => ({ from }))
  const made = onceFrozen(make)
  const [frozen, loose] = [freeze({ name: 'web-1' }), { name: 'web-1' }]
  expect(made(frozen)).toBe(made(frozen))
  expect(() => (made(frozen).from = 1)).toThrow(TypeError)
  loose.name = 'web-2'
  expect([made(loose), made(loose), made('text')]).toEqual([{ from: loose }, { from: loose }, { from: 'text' }])
  expect(make).toHaveBeenCalledTimes(4)
})
