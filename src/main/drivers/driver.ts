import type { Duplex } from 'node:stream'
import type { Acceleration } from '@shared/contract/cell'
import type { Module, PortForward } from '@shared/contract/guest'
import type { Usage } from '@shared/contract/instance'
import type { Qos } from '@shared/contract/qos'
import type { SnapshotLink } from '@shared/rules/snapshot-tree'
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
  readonly network?: GuestNetwork
  /** Ports of the host's loopback that lead into the guest; none where the host has a real network. */
  readonly ports: readonly PortForward[]
  readonly qos: Qos
  readonly modules: readonly Module[]
  /** What cloud-init is told; absent for a guest without it. */
  readonly cloud_init?: GuestCloudInit
  /** The folder for its volumes on the host, chosen when it was made; absent for the host's own choice. */
  readonly volumes?: string
}

/** `provider` says how the guest hears of its address. */
export interface GuestNetwork {
  readonly address: string
  readonly gateway: string
  readonly dns: readonly string[]
  readonly provider: 'dhcp' | 'cloudinit'
}

/** What cloud-init does at the first start of an instance: a new `instance_id` makes it start over. */
export interface GuestCloudInit {
  readonly instance_id: string
  readonly hostname: string
  readonly system: 'linux' | 'windows'
  readonly root_enabled: boolean
  /** `root` or an account to make. */
  readonly admin_name: string
  readonly admin_secret: string
  /** Where the data disks are mounted. */
  readonly data_path: string
  readonly ssh_keys: readonly string[]
  /** User-data as it is; '' to make it from the fields above. */
  readonly user_data: string
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
  /** Of all disks and of all network interfaces but loopback; bytes per second since the look before. */
  readonly read_speed: number
  readonly write_speed: number
  readonly receive_speed: number
  readonly send_speed: number
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
  readonly serial: SerialFacet
  readonly stats: StatsFacet
  readonly snapshots?: SnapshotsFacet
  readonly agent?: AgentFacet
  readonly storage?: StorageFacet
  readonly migration?: MigrationFacet
  /** Tells of guests that started, stopped or failed, whoever did it. */
  onChange(listener: (change: GuestChange) => void): Dispose
  /** Lets go of the host. Guests run on. */
  close(): Promise<void>
}

export interface GuestsFacet {
  /** Every guest on the host, running or not. */
  list(): Promise<FoundGuest[]>
  /**
   * Writes the spec beside the guest; a second time replaces it. A running guest takes limits and ports at once, and
   * the rest at its next start.
   */
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
  /** Puts a new disk `index`, as `create` makes it, in the place of the old one, which stays until the new one is whole. */
  replace(
    guest: GuestHandle,
    disk: { readonly index: number; readonly size: number; readonly source?: CloneSource },
    options: DriverOptions
  ): Promise<void>
  /** Grows disk `index` to `size` bytes, also while the guest runs; never makes one smaller. */
  grow(guest: GuestHandle, disk: { readonly index: number; readonly size: number }): Promise<void>
  /** Gives the space of a stopped guest's disk back that it does not need; its size and its contents stay. */
  shrink(guest: GuestHandle, index: number, options: DriverOptions): Promise<void>
  /** Writes disk `index` of a stopped guest to a new qcow2 file that refers to no other; a failure leaves no file. */
  export(guest: GuestHandle, index: number, path: string, options: DriverOptions): Promise<void>
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

/** One snapshot of all disks of a guest. */
export interface SnapshotFacts extends SnapshotLink {
  readonly description: string
  /** Milliseconds since 1970. */
  readonly time: number
  /** Virtual sizes of the disks when it was taken, in bytes by index. */
  readonly sizes: readonly number[]
}

/**
 * Snapshots of stopped guests, as a tree. Whatever ends a change in its middle, the next look finds the guest whole,
 * with the tree as it was before or as it is after.
 */
export interface SnapshotsFacet {
  /** In the order in which they were taken. */
  list(guest: GuestHandle): Promise<SnapshotFacts[]>
  /** Freezes all disks; the guest goes on above. The new one becomes current. */
  create(
    guest: GuestHandle,
    snapshot: { readonly name: string; readonly description: string; readonly time: number },
    options: DriverOptions
  ): Promise<void>
  /** Throws away what was written since the current one, and goes on from `name`; sizes are those of then. */
  restore(guest: GuestHandle, name: string, options: DriverOptions): Promise<void>
  /** Deletes one unless `neededBy` names others; what those that stay need of it is merged. */
  remove(guest: GuestHandle, name: string, options: DriverOptions): Promise<void>
}

/** The guest agent inside a running guest; rejects as `wrong_state` while none answers. */
export interface AgentFacet {
  /** The guest's own addresses without loopback, IPv4 first. */
  addresses(guest: GuestHandle): Promise<string[]>
  setPassword(guest: GuestHandle, account: { readonly user: string; readonly password: string }): Promise<void>
}

/** A storage pool, to a hypervisor. */
export interface StorageSource {
  readonly name: string
  readonly type: 'nfs' | 'dir' | 'ceph'
  readonly host: string
  readonly target: string
}

export interface StorageFacet {
  /** Makes a storage pool usable on the host and gives its folder there; again for one that is attached is no error. */
  attach(source: StorageSource): Promise<string>
  /** An unknown one is no error. */
  detach(name: string): Promise<void>
  list(): Promise<{ readonly name: string; readonly attached: boolean; readonly error?: string }[]>
  /** Folders for volumes of the host's own; the first of `system` and `data` is used. */
  paths(): Promise<{ readonly system: readonly string[]; readonly data: readonly string[] }>
  /** Chooses the folder for volumes of guests that are made from now on. */
  setDefault(path: string): Promise<void>
}

/** Moves stopped guests between hosts that share their storage. */
export interface MigrationFacet {
  /** Takes in a guest whose volumes (virtual sizes in bytes) and snapshots are there already. */
  take(spec: GuestSpec, disks: readonly number[], snapshots: readonly SnapshotFacts[]): Promise<void>
  /** Forgets a stopped guest and leaves its volumes alone; an unknown one is no error. */
  release(guest: GuestHandle): Promise<void>
}

export interface ScreenFacet {
  /** A byte stream to the guest's screen, speaking RFB (RFC 6143) without a password. */
  open(guest: GuestHandle): Promise<Duplex>
}

export interface SerialFacet {
  /**
   * A byte stream to the guest's first serial port: what it said last, then what it says. Any number may watch; nobody
   * holds the guest up, so who reads too slowly misses some. Ends when the guest is off.
   */
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
