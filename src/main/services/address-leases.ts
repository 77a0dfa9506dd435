import { randomInt } from 'node:crypto'
import { fail } from '@shared/contract/errors'
import { formatIPv4, holds, networkOf, parseIPv4, prefixOf } from '@shared/rules/address-rules'
import type { GuestNetwork } from '@main/drivers/driver'
import type { AddressPoolRecord, AddressRepository, RangeRecord } from '@main/store/repositories/address-repository'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import { chooseAddress } from './address-allocator'

interface Deps {
  readonly addresses: AddressRepository
  readonly guests: GuestRepository
}

/** Gives guests their addresses. A lease is made with its guest and ends with it, or with its failed creation. */
export class AddressLeases {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Leases an address, the wanted one or any, inside the transaction that has inserted the guest. */
  reserve(guest: string, network: string, wanted?: string): void {
    const { addresses, guests } = this.#deps
    const pool = this.#poolOf(network)
    const address = wanted === undefined ? this.#anyOf(pool) : this.#free(pool, wanted)
    const range = this.#rangeOf(pool, address) ?? fail('NO_ADDRESS_LEFT', { pool: network })
    const prefix = prefixOf(range.netmask) ?? 32
    const lease = { pool: network, range_start: range.start, address: formatIPv4(address), prefix, guest }
    addresses.insertLease(lease)
    guests.setAddress(guest, `${lease.address}/${prefix}`)
  }

  /** What the hypervisor is told of the guest's address; undefined for a guest without one. */
  networkOf({ id, allocated_address: address }: GuestRecord): GuestNetwork | undefined {
    const lease = address === '' ? undefined : this.#deps.addresses.leaseOf(id)
    return lease && networkIn(this.#poolOf(lease.pool), address)
  }

  /** The same of every guest of a cell that has an address, read at once. */
  networksOn(cell: string): ReadonlyMap<string, GuestNetwork> {
    const { addresses } = this.#deps
    const pools = new Map(addresses.list().map((pool) => [pool.name, pool]))
    return new Map(
      addresses.leasesOn(cell).flatMap(({ guest, pool: name, address, prefix }) => {
        const pool = pools.get(name)
        return pool ? [[guest, networkIn(pool, `${address}/${prefix}`)]] : []
      })
    )
  }

  /** Whether the pool has an address for one more guest. */
  anyLeft(network: string): boolean {
    return this.#choose(this.#poolOf(network)) !== undefined
  }

  #anyOf(pool: AddressPoolRecord): number {
    return this.#choose(pool) ?? fail('NO_ADDRESS_LEFT', { pool: pool.name })
  }

  #choose(pool: AddressPoolRecord): number | undefined {
    const { addresses } = this.#deps
    const ranges = addresses.listRanges(pool.name, 'internal')
    const stretches = function* () {
      for (const range of ranges) {
        const [first, last] = [parseIPv4(range.start) ?? 0, parseIPv4(range.end) ?? -1]
        const kept = keptOf(pool, range).filter((address) => holds(range, address)).length
        yield { first, last, taken: kept + addresses.countRangeLeases(pool.name, range.start) }
      }
    }
    const kept = new Set(ranges.flatMap((range) => keptOf(pool, range)))
    const isTaken = (address: number): boolean =>
      kept.has(address) || addresses.isLeased(pool.name, formatIPv4(address))
    return chooseAddress(stretches(), isTaken, (below) => randomInt(below))
  }

  /** The wanted address, or why it cannot be had. */
  #free(pool: AddressPoolRecord, wanted: string): number {
    const refuse = (reason: string): never => fail('ADDRESS_INVALID', { address: wanted, reason })
    const address = parseIPv4(wanted) ?? refuse('an IPv4 address is needed, such as 172.16.3.10')
    const range = this.#rangeOf(pool, address) ?? refuse(`it is in no internal range of address pool "${pool.name}"`)
    if (keptOf(pool, range).includes(address)) refuse(`address pool "${pool.name}" gives it to no guest`)
    if (this.#deps.addresses.isLeased(pool.name, wanted)) fail('ADDRESS_TAKEN', { address: wanted, pool: pool.name })
    return address
  }

  #rangeOf({ name }: AddressPoolRecord, address: number): RangeRecord | undefined {
    return this.#deps.addresses.listRanges(name, 'internal').find((range) => holds(range, address))
  }

  #poolOf(name: string): AddressPoolRecord {
    return this.#deps.addresses.find(name) ?? fail('ADDRESS_POOL_NOT_FOUND', { pool: name })
  }
}

const networkIn = ({ gateway, dns, provider }: AddressPoolRecord, address: string): GuestNetwork => ({
  address,
  gateway,
  dns,
  provider
})

/** What no guest is given: the gateway, and the two addresses of a network that are no machine's. */
function keptOf({ gateway }: AddressPoolRecord, { start, netmask }: RangeRecord): number[] {
  const prefix = prefixOf(netmask) ?? 32
  const ends = prefix > 30 ? [] : networkOf(parseIPv4(start) ?? 0, prefix)
  return [...new Set([parseIPv4(gateway) ?? -1, ...ends])]
}
