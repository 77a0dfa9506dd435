import { setImmediate } from 'node:timers/promises'
import type { Job } from '@shared/contract'
import type { AddressPool } from '@shared/contract/address-pool'
import type { CellConnection } from '@shared/contract/cell'
import type { Nothing } from '@shared/contract/common'
import type { Guest } from '@shared/contract/guest'
import { fail } from '@shared/contract/errors'
import { prefixOf } from '@shared/rules/address-rules'
import { systemVersions } from '@shared/rules/system-versions'
import { localTime } from '@shared/text/time'
import type { Caller, TaskCall } from '@main/kernel/call'
import type { EventBus } from '@main/kernel/event-bus'
import type { Clock } from '@main/kernel/clock'
import type { Database } from '@main/store/database'
import type { AddressRepository, LeaseRecord, RangeRecord } from '@main/store/repositories/address-repository'
import { plainGuest, type GuestRecord, type GuestRepository } from '@main/store/repositories/guest-repository'
import { plainPool, type PoolRepository } from '@main/store/repositories/pool-repository'
import { countedTitle } from './counted-title'
import { poolOf, type Hypervisors } from './hypervisors'

/** A made-up fleet; its guests are made one by one. */
export interface Fleet {
  /** The address pool of its guests, with one range. */
  readonly network: RangeRecord & Pick<AddressPool, 'name' | 'gateway'> & { readonly dns: readonly string[] }
  readonly pools: readonly { readonly name: string }[]
  readonly cells: readonly { readonly name: string; readonly pool: string; readonly connection: CellConnection }[]
  readonly guests: Iterable<
    Pick<
      Guest,
      | 'id'
      | 'name'
      | 'pool'
      | 'cell'
      | 'cores'
      | 'memory'
      | 'auto_start'
      | 'system'
      | 'system_version'
      | 'ethernet_address'
    > & { readonly disks: readonly number[]; readonly tags: readonly string[]; readonly address: string }
  >
}

interface Deps {
  readonly db: Database
  readonly pools: PoolRepository
  readonly addresses: AddressRepository
  readonly guests: GuestRepository
  readonly hypervisors: Hypervisors
  readonly bus: EventBus
  readonly clock: Clock
  readonly makeFleet: (guests: number) => Fleet
}

/** How many guests go into one transaction: few enough not to hold up the main loop. */
const CHUNK = 100
/** Older than the longest that a simulated guest has been running. */
const AGE_MS = 90 * 86_400_000

/** Adds the simulated fleet that a new user explores. */
export class DemoFleet {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  fill(count: number, owner: Caller): Job<TaskCall, Nothing> {
    const { pools, addresses, makeFleet } = this.#deps
    const fleet = makeFleet(count)
    const taken = fleet.pools.find(({ name }) => pools.find(name))
    if (taken) fail('DEMO_PRESENT', { pool: taken.name })
    const { name } = fleet.network
    if (addresses.find(name)) fail('ADDRESS_POOL_NAME_TAKEN', { pool: name })
    return {
      subject: '',
      ...countedTitle(count),
      run: async (call) => {
        try {
          await this.#write(fleet, { count, owner, call })
        } catch (error) {
          this.#remove(fleet)
          throw error
        }
        this.#announce(fleet)
        await Promise.all(this.#cellsOf(fleet).map((cell) => this.#deps.hypervisors.connect(cell)))
        return {}
      }
    }
  }

  /** Removes what was written of a fleet whose making the application's end cut off. */
  undo(): void {
    const { pools, makeFleet } = this.#deps
    const fleet = makeFleet(1)
    const names = new Set(fleet.pools.map(({ name }) => name))
    this.#remove({
      network: fleet.network,
      pools: pools.list().filter(({ name }) => names.has(name)),
      cells: pools.listCells().filter(({ pool }) => names.has(pool))
    })
  }

  async #write(fleet: Fleet, { count, owner, call }: { count: number; owner: Caller; call: TaskCall }): Promise<void> {
    const { db, pools, addresses, guests, clock } = this.#deps
    const create_time = localTime(new Date(clock.now().getTime() - AGE_MS))
    db.transaction(() => {
      const { name: network, gateway, dns, ...range } = fleet.network
      addresses.insert({ name: network, gateway, dns: [...dns], provider: 'dhcp' })
      addresses.insertRange(network, 'internal', range)
      for (const { name } of fleet.pools) pools.insert({ ...plainPool(name), network })
      for (const cell of fleet.cells) pools.insertCell({ ...cell, enabled: true })
    })
    let made = 0
    for (const chunk of chunks(fleet.guests)) {
      call.signal.throwIfAborted()
      db.transaction(() => {
        for (const guest of chunk) {
          const lease = leaseOf(guest, fleet.network)
          guests.insert(toRecord(guest, { lease, owner, create_time }))
          addresses.insertLease(lease)
        }
      })
      made += chunk.length
      call.report(made / count, `${made} of ${count} guests`)
      await setImmediate()
    }
  }

  #remove(fleet: {
    readonly network: { readonly name: string }
    readonly pools: readonly { readonly name: string }[]
    readonly cells: readonly { readonly name: string }[]
  }): void {
    const { db, pools, addresses, guests } = this.#deps
    db.transaction(() => {
      for (const { name } of fleet.cells) guests.removeByCell(name)
      for (const { name } of fleet.cells) pools.removeCell(name)
      for (const { name } of fleet.pools) pools.remove(name)
      if (fleet.pools.length > 0) addresses.remove(fleet.network.name)
    })
  }

  /** Its cells and guests are told when they connect. */
  #announce(fleet: Fleet): void {
    for (const { name } of fleet.pools) this.#deps.bus.publish('compute_pool.changed', poolOf(this.#deps.pools, name))
  }

  #cellsOf(fleet: Fleet) {
    const names = new Set(fleet.cells.map(({ name }) => name))
    return this.#deps.pools.listCells().filter(({ name }) => names.has(name))
  }
}

type FleetGuest = Fleet['guests'] extends Iterable<infer G> ? G : never

const leaseOf = ({ id, address }: FleetGuest, { name, start, netmask }: Fleet['network']): LeaseRecord => ({
  ...{ pool: name, range_start: start, address, guest: id },
  prefix: prefixOf(netmask) ?? 32
})

const toRecord = (
  { address, disks, tags, ...guest }: FleetGuest,
  { lease, owner, create_time }: { readonly lease: LeaseRecord; readonly owner: Caller; readonly create_time: string }
): GuestRecord => ({
  ...plainGuest,
  template: guest.system_version,
  devices: systemVersions[guest.system_version].devices,
  ...guest,
  disks: [...disks],
  tags: [...tags],
  created: true,
  error: '',
  owner: owner.user,
  group: owner.group,
  from_image: '',
  clone: 'full',
  allocated_address: `${address}/${lease.prefix}`,
  create_time
})

function* chunks<T>(items: Iterable<T>): Generator<T[]> {
  let chunk: T[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
