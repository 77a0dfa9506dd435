import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOperations } from '@shared/contract/batch'
import { Name } from '@shared/contract/common'
import { batchName } from '@shared/rules/batch-names'

const { name_prefix, count } = batchOperations.createGuests.input.shape
const prefixes = fc.stringMatching(/^[\w-]{1,46}$/)
const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size })
const marks = fc.oneof(
  fc.nat((count.maxValue ?? 0) - 1),
  bytes(6).map((mac) => [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join(':')),
  fc.tuple(bytes(4), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => `${address.join('.')}/${prefix}`)
)

describe('names of a batch', () => {
  test('are names that a guest may have, whatever the prefix and the rule', () => {
    fc.assert(
      fc.property(prefixes, marks, (prefix, mark) => {
        expect(name_prefix.safeParse(prefix).success).toBe(true)
        const name = batchName(prefix, mark)
        expect(Name.safeParse(name).success).toBe(true)
        expect(name.startsWith(`${prefix}_`)).toBe(true)
      })
    )
  })

  test('are different for different marks', () => {
    const bare = (mark: string | number): string => String(mark).replace(/\/\d+$/, '')
    fc.assert(
      fc.property(prefixes, marks, marks, (prefix, one, other) => {
        expect(batchName(prefix, one) === batchName(prefix, other)).toBe(bare(one) === bare(other))
      })
    )
  })

  test.each<[string | number, string]>([
    [0, 'web_0'],
    [12, 'web_12'],
    ['00:16:3e:0a:ff:01', 'web_00-16-3e-0a-ff-01'],
    ['172.16.3.10/24', 'web_172-16-3-10']
  ])('%s', (mark, name) => expect(batchName('web', mark)).toBe(name))
})
