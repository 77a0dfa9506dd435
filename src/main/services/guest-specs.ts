import type { GuestCloudInit, GuestNetwork, GuestSpec } from '@main/drivers/driver'
import type { GuestRecord } from '@main/store/repositories/guest-repository'

interface Deps {
  /** The network of a guest's leased address; undefined for a guest without one. */
  networkOf(guest: GuestRecord): GuestNetwork | undefined
  /** The same of all guests of a cell that have one, by id. */
  networksOn(cell: string): ReadonlyMap<string, GuestNetwork>
}

/** What hypervisors are told of guests. A field that does not apply is absent, so that two specs can be compared. */
export class GuestSpecs {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  of(guest: GuestRecord): GuestSpec {
    return specOf(guest, this.#deps.networkOf(guest))
  }

  /** For many guests of one cell: what belongs to them is read at once. */
  on(cell: string): (guest: GuestRecord) => GuestSpec {
    const networks = this.#deps.networksOn(cell)
    return (guest) => specOf(guest, networks.get(guest.id))
  }
}

function specOf(guest: GuestRecord, network: GuestNetwork | undefined): GuestSpec {
  const { id, name, owner, group, pool, tags, cores, memory, ethernet_address, devices, ports, qos, modules } = guest
  const cloud_init = cloudInitOf(guest)
  return {
    ...{ id, name, owner, group, pool, tags, cores, memory, ethernet_address, devices, ports, qos, modules },
    ...(network && { network }),
    ...(cloud_init && { cloud_init }),
    ...(guest.volumes !== '' && { volumes: guest.volumes })
  }
}

const cloudInitOf = ({ cloud_init, name, system }: GuestRecord): GuestCloudInit | undefined =>
  cloud_init && { ...cloud_init, hostname: name, system }
