import type { GuestCloudInit, GuestNetwork, GuestSpec } from '@main/drivers/driver'
import type { GuestRecord } from '@main/store/repositories/guest-repository'

interface Deps {
  /** The network of a guest's leased address; undefined for a guest without one. */
  readonly networkOf: (guest: GuestRecord) => GuestNetwork | undefined
}

/** What hypervisors are told of guests. A field that does not apply is absent, so that two specs can be compared. */
export class GuestSpecs {
  readonly #deps: Deps
  constructor(deps: Deps) {
    this.#deps = deps
  }

  of(guest: GuestRecord): GuestSpec {
    const { id, name, owner, group, pool, tags, cores, memory, ethernet_address, devices, ports, qos, modules } = guest
    const network = this.#deps.networkOf(guest)
    const cloud_init = cloudInitOf(guest)
    return {
      ...{ id, name, owner, group, pool, tags, cores, memory, ethernet_address, devices, ports, qos, modules },
      ...(network && { network }),
      ...(cloud_init && { cloud_init }),
      ...(guest.volumes !== '' && { volumes: guest.volumes })
    }
  }
}

const cloudInitOf = ({ cloud_init, name, system }: GuestRecord): GuestCloudInit | undefined =>
  cloud_init && { ...cloud_init, hostname: name, system }
