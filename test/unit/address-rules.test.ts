import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  capacityOf,
  formatIPv4,
  holds,
  isAddress,
  isPublic,
  networkOf,
  parseIPv4,
  prefixOf,
  problemOfRange,
  seenAddresses,
  type Range
} from '@shared/rules/address-rules'

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const prefix = fc.integer({ min: 1, max: 32 })
const maskOf = (bits: number): string => formatIPv4((~0 << (32 - bits)) >>> 0)
/** A range inside one network. */
const range = fc
  .tuple(address, prefix, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([any, bits, a, b]): Range => {
    const [first, last] = networkOf(any, bits)
    const [low = 0, high = 0] = [a, b].map((part) => first + Math.round(part * (last - first))).sort((x, y) => x - y)
    return { start: formatIPv4(low), end: formatIPv4(high), netmask: maskOf(bits) }
  })

describe('addresses', () => {
  test.each([
    ['10.255.255.255', false],
    ['11.0.0.0', true],
    ['172.15.255.255', true],
    ['172.16.0.1', false],
    ['172.31.255.255', false],
    ['172.32.0.0', true],
    ['192.168.1.1', false],
    ['100.64.0.1', false],
    ['169.254.7.7', false],
    ['127.0.0.1', false],
    ['8.8.8.8', true],
    ['2001:db8::7', true],
    ['fd00::1', false],
    ['fe80::1', false],
    ['::1', false],
    ['nonsense', false]
  ])('%s is public: %s', (text, wanted) => expect(isPublic(text)).toBe(wanted))

  test.each([
    [[], '', '', ''],
    [['172.17.0.1', '172.16.3.10'], '172.16.3.10/24', '172.16.3.10', ''],
    [['172.17.0.1', '172.16.3.10'], '', '172.17.0.1', ''],
    [['10.0.0.5'], '172.16.3.10/24', '10.0.0.5', ''],
    [['203.0.113.7', '10.0.0.5'], '', '10.0.0.5', '203.0.113.7'],
    [['10.0.0.5', '2001:db8::7', 'fe80::1'], '', '10.0.0.5', '2001:db8::7'],
    [['203.0.113.7'], '', '203.0.113.7', ''],
    [['203.0.113.7', '203.0.113.8'], '203.0.113.8/24', '203.0.113.8', '203.0.113.7']
  ])('of %j, leased "%s", a guest is reached inside at "%s", from everywhere at "%s"', (told, leased, ...wanted) => {
    const { internal, external } = seenAddresses(told, leased)
    expect([internal, external]).toEqual(wanted)
  })

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4/24',
    ' 1.2.3.4',
    '1.2.3.-4',
    '1e1.2.3.4',
    '::1'
  ])('"%s" is no IPv4 address', (text) => expect(parseIPv4(text)).toBeUndefined())

  test.each([
    ['172.16.3.254', true],
    ['fe80::1', true],
    ['2001:db8::8a2e:370:7334', true],
    ['', false],
    ['gateway', false],
    ['1.2.3.4:53', false],
    ['fe80:::1', false]
  ])('"%s" is an address: %s', (text, yes) => expect(isAddress(text)).toBe(yes))

  test('every number is one address, and the other way round', () => {
    fc.assert(fc.property(address, (number) => parseIPv4(formatIPv4(number)) === number))
  })

  test.each(['0.0.0.0', '255.0.255.0', '0.255.255.255', '255.255.255.1', 'mask', ''])('"%s" is no netmask', (text) =>
    expect(prefixOf(text)).toBeUndefined()
  )

  test('every prefix is one netmask', () => {
    fc.assert(fc.property(prefix, (bits) => prefixOf(maskOf(bits)) === bits))
  })

  test('a network has every address that shares its first bits, and no other', () => {
    fc.assert(
      fc.property(address, address, prefix, (any, other, bits) => {
        const [first, last] = networkOf(any, bits)
        const shared = Math.floor(any / 2 ** (32 - bits)) === Math.floor(other / 2 ** (32 - bits))
        return first <= any && any <= last && (first <= other && other <= last) === shared
      })
    )
  })
})

describe('ranges', () => {
  const given: Range = { start: '172.16.3.10', end: '172.16.3.20', netmask: '255.255.255.0' }

  test.each<[string, Partial<Range>, keyof Range, RegExp]>([
    ['a start that is no address', { start: '172.16.3' }, 'start', /IPv4 address is needed/],
    ['a start of version 6', { start: 'fe80::1' }, 'start', /IPv4 address is needed/],
    ['an end that is no address', { end: 'last' }, 'end', /IPv4 address is needed/],
    ['a netmask with a hole', { netmask: '255.0.255.0' }, 'netmask', /netmask is needed/],
    ['a prefix as netmask', { netmask: '/24' }, 'netmask', /netmask is needed/],
    ['an end before the start', { end: '172.16.3.9' }, 'end', /before the start, 172\.16\.3\.10/],
    ['an end in another network', { end: '172.16.4.1' }, 'end', /outside the network of 172\.16\.3\.10\/24/]
  ])('%s is refused and named', (_what, more, field, reason) => {
    expect(problemOfRange({ ...given, ...more }, [])).toMatchObject({ field, reason: expect.stringMatching(reason) })
  })

  test('one address is a range', () => {
    const one = { ...given, end: given.start }
    expect(problemOfRange(one, [])).toBeUndefined()
    expect(capacityOf(one)).toBe(1)
  })

  test('whatever is inside one network is accepted, and counts its addresses', () => {
    fc.assert(
      fc.property(range, (wanted) => {
        expect(problemOfRange(wanted, [])).toBeUndefined()
        const [first, last] = [parseIPv4(wanted.start)!, parseIPv4(wanted.end)!]
        expect(capacityOf(wanted)).toBe(last - first + 1)
        expect([first, last, first - 1, last + 1].map((one) => holds(wanted, one))).toEqual([true, true, false, false])
      })
    )
  })

  test('two ranges stand side by side exactly when they have no address in common', () => {
    fc.assert(
      fc.property(range, range, (one, other) => {
        const apart = parseIPv4(one.end)! < parseIPv4(other.start)! || parseIPv4(other.end)! < parseIPv4(one.start)!
        expect(problemOfRange(one, [other])).toEqual(apart ? undefined : { overlaps: other })
      })
    )
    expect(problemOfRange(given, [{ ...given, start: '172.16.3.20', end: '172.16.3.30' }])).toMatchObject({
      overlaps: { start: '172.16.3.20' }
    })
  })
})
