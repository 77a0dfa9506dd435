import { DriverError, type DriverFault, type GuestHandle } from '../driver'

/** What of a driver can be made to fail. */
export type Facet =
  | 'host'
  | 'guests'
  | 'power'
  | 'disks'
  | 'media'
  | 'screen'
  | 'serial'
  | 'stats'
  | 'snapshots'
  | 'agent'
  | 'storage'
  | 'migration'

/** How everything is asked of a host, so that it can be offline and go wrong. */
export type Ask = <T>(facet: Facet, work: () => T | Promise<T>) => Promise<T>

interface Deps {
  readonly halt: (guest: GuestHandle, reason: string) => void
  readonly kill: (guest: GuestHandle) => void
}

/** For tests only: makes a simulated host go wrong the way a real one does. */
export class SimulatedFaults {
  readonly #next = new Map<Facet, DriverError>()
  readonly #deps: Deps
  #offline = ''

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The next call of a facet is refused with this message and fault, and changes nothing. */
  failNext(facet: Facet, message: string, fault: DriverFault = 'failed'): void {
    this.#next.set(facet, new DriverError(message, fault))
  }

  /** From now on every call is refused as `unavailable`; the guests run on. */
  goOffline(reason: string): void {
    this.#offline = reason
  }

  goOnline(): void {
    this.#offline = ''
  }

  /** The hypervisor halts a running guest; its listeners are told `failed` with the reason. */
  halt(guest: GuestHandle, reason: string): void {
    this.#deps.halt(guest, reason)
  }

  /** A guest's power is gone, and nobody asked for it. */
  kill(guest: GuestHandle): void {
    this.#deps.kill(guest)
  }

  /** Throws what was ordered for this facet. */
  check(facet: Facet): void {
    if (this.#offline !== '') throw new DriverError(this.#offline, 'unavailable')
    const error = this.#next.get(facet)
    this.#next.delete(facet)
    if (error) throw error
  }
}
