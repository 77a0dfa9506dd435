import { z } from 'zod'
import { Name, Nothing } from './common'
import { operation } from './define'

/** Internal ranges give guests their addresses; external ones are only remembered. */
export const RangeType = z.enum(['internal', 'external'])
export type RangeType = z.output<typeof RangeType>

/** An address as text; which texts are addresses is said in `rules/address-rules.ts`. */
const AddressText = z.string().max(64)

/** A lease: `address` without a prefix length, `instance` is the guest's id. */
export const Lease = z.object({ address: z.string(), instance: z.string() })
export type Lease = z.output<typeof Lease>

/** From `start` to `end`, both included, inside one network; `capacity` counts them. */
export const AddressRange = z.object({
  start: z.string(),
  end: z.string(),
  netmask: z.string(),
  capacity: z.int()
})
export type AddressRange = z.output<typeof AddressRange>

/** How guests hear of their address: asked for by DHCP, or written into their cloud-init data. */
export const AddressProvider = z.enum(['dhcp', 'cloudinit'])

/** `addresses` counts the internal addresses, `allocated` the leased ones. */
export const AddressPool = z.object({
  name: Name,
  gateway: z.string(),
  dns: z.array(z.string()),
  provider: AddressProvider,
  addresses: z.int(),
  allocated: z.int()
})
export type AddressPool = z.output<typeof AddressPool>

export const AddressPoolDetails = z.object({
  gateway: z.string(),
  dns: z.array(z.string()),
  provider: AddressProvider,
  ranges: z.array(AddressRange),
  allocated: z.array(Lease)
})
export type AddressPoolDetails = z.output<typeof AddressPoolDetails>

const one = z.object({ pool: z.string() })
const ofType = one.extend({ type: RangeType })
const range = ofType.extend({ start: AddressText })
const dns = z.array(AddressText).max(8)

export const addressPoolOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /address_pools/',
    summary: 'List the address pools by name',
    input: z.object({}),
    output: z.array(AddressPool),
    permission: 'address_pool:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /address_pools/:pool',
    summary: 'Look at one address pool with its ranges and leases',
    input: one,
    output: AddressPoolDetails,
    permission: 'address_pool:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /address_pools/:pool',
    summary: 'Make an address pool; ranges are added next',
    input: z.object({
      pool: Name,
      gateway: AddressText,
      dns: dns.default([]),
      provider: AddressProvider.default('dhcp')
    }),
    output: Nothing,
    permission: 'address_pool:write',
    audit: ({ pool }) => `made address pool "${pool}"`
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /address_pools/:pool',
    summary: 'Change what is given of an address pool; guests hear of it at their next start',
    input: one.extend({
      gateway: AddressText.optional(),
      dns: dns.optional(),
      provider: AddressProvider.optional()
    }),
    output: Nothing,
    permission: 'address_pool:write',
    audit: ({ pool }) => `changed address pool "${pool}"`
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /address_pools/:pool',
    summary: 'Delete an address pool that no compute pool uses and that has no leases',
    input: one,
    output: Nothing,
    permission: 'address_pool:write',
    audit: ({ pool }) => `deleted address pool "${pool}"`
  }),

  listRanges: operation({
    kind: 'query',
    route: 'GET /address_pools/:pool/:type/ranges/',
    summary: 'List the ranges of one type in the order in which they are used',
    input: ofType,
    output: z.array(AddressRange),
    permission: 'address_pool:read'
  }),

  getRange: operation({
    kind: 'query',
    route: 'GET /address_pools/:pool/:type/ranges/:start',
    summary: 'Look at one range with its leases',
    input: range,
    output: AddressRange.extend({ allocated: z.array(Lease) }),
    permission: 'address_pool:read'
  }),

  addRange: operation({
    kind: 'command',
    route: 'POST /address_pools/:pool/:type/ranges/:start',
    summary: 'Add a range that overlaps no other',
    input: range.extend({ end: AddressText, netmask: AddressText }),
    output: Nothing,
    permission: 'address_pool:write',
    audit: ({ pool, type, start, end }) => `added ${type} range ${start} to ${end} to address pool "${pool}"`
  }),

  removeRange: operation({
    kind: 'command',
    route: 'DELETE /address_pools/:pool/:type/ranges/:start',
    summary: 'Remove a range without leases',
    input: range,
    output: Nothing,
    permission: 'address_pool:write',
    audit: ({ pool, type, start }) => `removed the ${type} range from ${start} of address pool "${pool}"`
  })
}
