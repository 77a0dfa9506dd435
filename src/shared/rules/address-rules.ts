import { z } from 'zod'

/** From `start` to `end`, both included, in the network that `netmask` makes of them. */
export interface Range {
  readonly start: string
  readonly end: string
  readonly netmask: string
}

/** What can be wrong with a text of a range: it is no address, no netmask, before the start, or outside its network. */
export type RangeWrong = 'address' | 'netmask' | 'order' | 'network'

/** Why a range is refused: a text of it that is wrong, or a range that has some of its addresses already. */
export type RangeProblem =
  | { readonly field: keyof Range; readonly wrong: RangeWrong; readonly reason: string }
  | { readonly overlaps: Pick<Range, 'start' | 'end'> }

const ipv4 = z.ipv4()
const ipv6 = z.ipv6()

/** An IPv4 address as a number; undefined for any other text. */
export const parseIPv4 = (text: string): number | undefined =>
  ipv4.safeParse(text).success ? text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) : undefined

export const formatIPv4 = (address: number): string =>
  [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')

/** Of what was accepted before. */
const numberOf = (address: string): number => parseIPv4(address) ?? NaN

/** Whether a text is an address, of version 4 or 6: what a gateway and a DNS server must be. */
export const isAddress = (text: string): boolean => ipv4.safeParse(text).success || ipv6.safeParse(text).success

/** `255.255.255.0` gives 24. Undefined for what is no netmask: ones, at least one, then zeros. */
export function prefixOf(netmask: string): number | undefined {
  const mask = parseIPv4(netmask)
  if (mask === undefined || mask === 0) return undefined
  const hosts = ~mask >>> 0
  return (hosts & (hosts + 1)) === 0 ? Math.clz32(hosts) : undefined
}

/** First and last address of the network that an address is in: its own name, and the one that means everybody. */
export function networkOf(address: number, prefix: number): readonly [first: number, last: number] {
  const hosts = 2 ** (32 - prefix) - 1
  const first = (address & ~hosts) >>> 0
  return [first, first + hosts]
}

/** How many addresses a range has that was accepted. */
export const capacityOf = ({ start, end }: Pick<Range, 'start' | 'end'>): number => numberOf(end) - numberOf(start) + 1

/** Whether an accepted range has the address. */
export const holds = ({ start, end }: Pick<Range, 'start' | 'end'>, address: number): boolean =>
  numberOf(start) <= address && address <= numberOf(end)

/** Says why a range cannot stand beside the others of its pool (api/semantics 2.6); undefined when it can. */
export function problemOfRange(wanted: Range, others: readonly Range[]): RangeProblem | undefined {
  const [start, end, prefix] = [parseIPv4(wanted.start), parseIPv4(wanted.end), prefixOf(wanted.netmask)]
  const bad = (field: keyof Range, wrong: RangeWrong, reason: string) => ({ field, wrong, reason })
  if (start === undefined) return bad('start', 'address', notIPv4)
  if (end === undefined) return bad('end', 'address', notIPv4)
  if (prefix === undefined) return bad('netmask', 'netmask', 'a netmask is needed, such as 255.255.255.0')
  if (end < start) return bad('end', 'order', `the end is before the start, ${wanted.start}`)
  if (end > networkOf(start, prefix)[1])
    return bad('end', 'network', `the end is outside the network of ${wanted.start}/${prefix}`)
  const other = others.find((range) => numberOf(range.start) <= end && start <= numberOf(range.end))
  return other && { overlaps: other }
}

/** What no network but one's own knows the way to: private, shared, link-local and loopback. */
const privateNetworks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8'
]
  .map((network) => network.split('/'))
  .map(([address = '', prefix]) => networkOf(numberOf(address), Number(prefix)))

/** Whether an address is known everywhere, of version 4 or 6. */
export function isPublic(address: string): boolean {
  const number = parseIPv4(address)
  if (number === undefined) return ipv6.safeParse(address).success && /^[23]...:/i.test(address)
  return !privateNetworks.some(([first, last]) => first <= number && number <= last)
}

/**
 * Where a guest is reached, of the addresses that it sees itself to have: inside, at the one that is leased to it (in
 * CIDR form, '' for none), else the first that is no public one; from everywhere, at its first public one.
 */
export function seenAddresses(told: readonly string[], leased: string): { internal: string; external: string } {
  const [lease = ''] = leased.split('/')
  const inside = told.includes(lease) ? lease : (told.find((address) => !isPublic(address)) ?? told[0] ?? '')
  return { internal: inside, external: told.find((address) => address !== inside && isPublic(address)) ?? '' }
}

const notIPv4 = 'an IPv4 address is needed, such as 172.16.3.10'
