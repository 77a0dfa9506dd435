import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isoImage } from '@main/drivers/cloud-init/iso9660'
import { readIso } from '../support/read-iso'

const names = fc.stringMatching(/^[a-z][a-z0-9._-]{0,30}$/)
const files = fc
  .dictionary(names, fc.uint8Array({ maxLength: 5000 }), { maxKeys: 8 })
  .map((found) => Object.entries(found).map(([name, bytes]) => ({ name, bytes })))
const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1)

describe('a disc of our own', () => {
  test('reads back as it was, with the names as they are', () => {
    fc.assert(
      fc.property(files, (wanted) => {
        const found = readIso(isoImage('cidata', wanted)).files
        const expected = wanted.map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes) }))
        expect([...found].sort(byName)).toEqual(expected.sort(byName))
      })
    )
  })

  test('has the same files for readers that know no Joliet', () => {
    const wanted = ['user-data', 'meta-data', 'network-config'].map((name) => ({ name, bytes: Buffer.from(name) }))
    const { label, files: found } = readIso(isoImage('cidata', wanted), { joliet: false })
    expect(label).toBe('cidata')
    expect(found.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
      ['META_DATA.', 'meta-data'],
      ['NETWORK_CONFIG.', 'network-config'],
      ['USER_DATA.', 'user-data']
    ])
  })

  test('takes no more files than its folder can name', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ name: `file-${index}`, bytes: Buffer.alloc(0) }))
    expect(() => isoImage('cidata', many)).toThrow(RangeError)
  })
})
