import type { Duplex } from 'node:stream'
import type { Acceleration } from '@shared/contract/cell'
import type { Usage } from '@shared/contract/instance'
import type { Devices } from '@shared/rules/system-versions'
import type { Dispose } from '@main/kernel/disposable'

/** Who a guest is, to a hypervisor. */
export interface GuestHandle {
  readonly id: string
}

/** Everything a hypervisor has to know of a guest; kept beside it on its host, so that the host alone can tell. */
export interface GuestSpec extends GuestHandle {
  readonly name: string
  readonly owner: string
  readonly group: string
  readonly pool: string
  readonly tags: readonly string[]
  readonly cores: number
  /** Bytes. */
  readonly memory: number
  readonly devices: Devices
  readonly ethernet_address: string
  /** The leased address in CIDR form; without one the hypervisor's own default is used. */
  readonly network?: { readonly address: string; readonly gateway: string; readonly dns: readonly string[] }
}

/**
 * `failed` is a guest that the hypervisor has halted; `reason` has its words. `since` is when it came up,
 * in milliseconds since 1970, 0 when it is stopped.
 */
export interface GuestPower {
  readonly power: 'running' | 'stopped' | 'failed'
  readonly reason: string
  readonly since: number
}

/** A guest found on a host, with what is in its drive: '' for nothing, as in every stopped guest. */
export interface FoundGuest extends GuestPower {
  readonly spec: GuestSpec
  readonly media: string
}

export interface ProgressSink {
  /** `fraction` is 0 to 1, or null while the total is unknown. May be called as often as one likes. */
  report(fraction: number | null, message: string): void
}

export interface DriverOptions {
  readonly signal: AbortSignal
  readonly progress: ProgressSink
}

/** What a cell is and has, now. Sizes in bytes, load in percent of all cores. */
export interface HostFacts {
  readonly address: string
  readonly version: string
  readonly acceleration: Acceleration
  readonly cores: number
  readonly cpu_usage: number
  readonly memory: number
  readonly memory_available: number
  readonly disk: number
  readonly disk_available: number
}

/** A change nobody asked this application for, or the truth after one it asked for. */
export interface GuestChange extends GuestPower {
  readonly id: string
}

/** What a running guest uses; `uptime` is in seconds. */
export type GuestUsage = Usage & { readonly uptime: number }

/**
 * One hypervisor on one cell. Facets are small; an absent one is how a driver says "cannot". A method
 * resolves only when the thing is true, throws only `DriverError`, and after a rejection nothing is left behind.
 */
export interface Driver {
  readonly kind: string
  /** Says what the host is; rejects when the host cannot run guests, with the reason a person needs. */
  host(): Promise<HostFacts>
  readonly guests: GuestsFacet
  readonly power: PowerFacet
  readonly disks: DisksFacet
  readonly media: MediaFacet
  readonly screen: ScreenFacet
  readonly stats: StatsFacet
  /** Tells of guests that started, stopped or failed, whoever did it. */
  onChange(listener: (change: GuestChange) => void): Dispose
  /** Lets go of the host. Guests run on. */
  close(): Promise<void>
}

export interface GuestsFacet {
  /** Every guest on the host, running or not. */
  list(): Promise<FoundGuest[]>
  /** Writes the spec beside the guest; a second time replaces it. */
  define(spec: GuestSpec): Promise<void>
  /** Removes a stopped guest with all its files. An unknown one is no error: gone is gone. */
  remove(guest: GuestHandle): Promise<void>
}

export interface PowerFacet {
  state(guest: GuestHandle): Promise<GuestPower>
  /** Starts a stopped guest; `media` is the path of an ISO to insert and boot from. */
  start(guest: GuestHandle, options?: { readonly media?: string }): Promise<void>
  /** Presses the power button; the guest decides. */
  shutdown(guest: GuestHandle): Promise<void>
  /** Asks the guest to shut down and starts it again without giving up its process. */
  reboot(guest: GuestHandle): Promise<void>
  /** Presses the reset button. */
  reset(guest: GuestHandle): Promise<void>
  /** Cuts the power; resolves when the guest is off. */
  forceOff(guest: GuestHandle): Promise<void>
}

/** `linked` refers to the image through a backing file; the image must stay as it is. */
export interface CloneSource {
  readonly path: string
  readonly format: 'qcow2' | 'raw'
  readonly linked: boolean
}

export interface DisksFacet {
  /** Makes disk `index` of a defined guest: empty, or from an image, grown to `size` bytes. Never overwrites one. */
  create(
    guest: GuestHandle,
    disk: { readonly index: number; readonly size: number; readonly source?: CloneSource },
    options: DriverOptions
  ): Promise<void>
  /** Removes disk `index` of a stopped guest; an absent one is no error. */
  remove(guest: GuestHandle, index: number): Promise<void>
  /** Virtual sizes in bytes by index. */
  sizes(guest: GuestHandle): Promise<number[]>
}

export interface MediaFacet {
  /** Inserts the ISO at `path` into a running guest. */
  insert(guest: GuestHandle, path: string): Promise<void>
  eject(guest: GuestHandle): Promise<void>
}

export interface ScreenFacet {
  /** A byte stream to the guest's screen, speaking RFB (RFC 6143) without a password. */
  open(guest: GuestHandle): Promise<Duplex>
}

export interface StatsFacet {
  /** The load of several running guests at once; stopped and unknown ones are left out. */
  sample(guests: readonly GuestHandle[]): Promise<ReadonlyMap<string, GuestUsage>>
}

export type DriverFault = 'failed' | 'unknown_guest' | 'wrong_state' | 'unavailable' | 'disk_full' | 'cancelled'

/** The one error a driver may throw. The message is for a person; `cause` keeps the wire error for the log. */
export class DriverError extends Error {
  override readonly name = 'DriverError'
  readonly fault: DriverFault
  constructor(message: string, fault: DriverFault = 'failed', options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

/** What an image file is, read from its own bytes. `virtual_size` in bytes. */
export interface ImageFacts {
  readonly format: 'qcow2' | 'raw' | 'iso'
  readonly virtual_size: number
}

/** Reads what an image file is; rejects with a `DriverError` that says why a file is refused. */
export type InspectImage = (path: string) => Promise<ImageFacts>
