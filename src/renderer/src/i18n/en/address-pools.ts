import type { RangeWrong } from '@shared/rules/address-rules'

/** The address pools. */
export const addressPools = {
  title: 'Address pools',
  filter: 'Filter address pools',
  shown: '{n} shown',
  none: 'No address pool yet',
  noneHint: 'An address pool gives the guests of a compute pool their addresses.',
  noResult: 'No address pool matches',
  create: 'Create pool',
  open: 'Open page',
  gone: 'This address pool is not there any more',
  toList: 'To the list',
  columns: {
    name: 'Name',
    gateway: 'Gateway',
    dns: 'DNS servers',
    provider: 'Given by',
    use: 'Leased',
    usedBy: 'Used by'
  },
  providers: { dhcp: 'DHCP', cloudinit: 'cloud-init' },
  useOf: '{some} of {all}',
  noRange: 'No addresses yet',
  form: {
    create: 'Create address pool',
    edit: 'Edit address pool {name}',
    action: 'Create',
    dnsHint: 'Type an address and press Enter',
    later: 'Guests hear of a change at their next start',
    next: 'Ranges of addresses are added next'
  },
  wrong: {
    gateway: 'Write an IPv4 or IPv6 address',
    dns: '“{address}” is no IPv4 and no IPv6 address'
  },
  removal: {
    title: 'Delete address pool {name}?',
    body: 'Its ranges go with it. No guest has an address of it.',
    action: 'Delete pool'
  },
  ranges: {
    title: 'Ranges',
    none: 'No range yet. Guests get no address before there is one.',
    add: 'Add range…',
    remove: 'Remove the range from {start}',
    from: 'From',
    to: 'To',
    netmask: 'Netmask',
    type: 'For',
    types: { internal: 'Guests', external: 'Others' },
    use: 'Leased',
    form: {
      title: 'Add a range to {name}',
      action: 'Add range',
      externalHint: 'Only remembered: no guest gets an address of it',
      internalHint: 'Guests get addresses of it, from the first to the last',
      capacity: '{n} address | {n} addresses'
    },
    wrong: {
      address: 'Write an IPv4 address such as 172.16.3.10',
      netmask: 'Write a netmask such as 255.255.255.0',
      order: 'The last address is before the first',
      network: 'The last address is outside the network of the first'
    } satisfies Record<RangeWrong, string>,
    overlaps: 'Overlaps {start} to {end}'
  },
  leases: {
    title: 'Leases',
    address: 'Address',
    guest: 'Guest',
    state: 'State',
    filter: 'Filter leases',
    none: 'No guest has an address yet',
    noResult: 'No lease matches',
    ofRange: 'Only of {start}',
    allRanges: 'Of all ranges',
    unknown: 'Not yours to see'
  }
} as const
