import type { CloneSource, DisksFacet, Driver, FoundGuest, GuestSpec, SnapshotsFacet } from '@main/drivers/driver'
import { specOf, task } from './conformance-parts'

/** A hypervisor to try, with files that it can read. `reopen` closes the driver and opens another on the same host. */
export interface Rig {
  readonly driver: Driver
  reopen(): Promise<Driver>
  /** A small bootable disk image. */
  readonly image: Omit<CloneSource, 'linked'> & { readonly virtual_size: number }
  /** Path of an ISO. */
  readonly iso: string
  /** Starts a guest and waits until its agent answers, where the rig has one. */
  readonly guestWithAgent?: () => Promise<GuestSpec>
  cleanup(): Promise<void>
}

/** The driver under test with a fresh host for every test, and guests made at a word. */
export class ConformanceBench {
  readonly #createRig: () => Promise<Rig>
  #rig: Rig | undefined
  #driver: Driver | undefined

  constructor(createRig: () => Promise<Rig>) {
    this.#createRig = createRig
  }

  get rig(): Rig {
    if (!this.#rig) throw new Error('There is a rig only while a test runs')
    return this.#rig
  }

  get driver(): Driver {
    return this.#driver ?? this.rig.driver
  }

  /** The facets of `driver`, for tests that skip themselves where there is none. */
  readonly facets = {
    disks: (): DisksFacet => this.driver.disks,
    snapshots: (): SnapshotsFacet => this.driver.snapshots as SnapshotsFacet
  }

  async setUp(): Promise<void> {
    this.#rig = await this.#createRig()
  }

  async tearDown(): Promise<void> {
    const rig = this.#rig
    this.#rig = this.#driver = undefined
    await rig?.cleanup()
  }

  /** From now on `driver` is a new one on the same host. */
  async reopen(): Promise<void> {
    this.#driver = await this.rig.reopen()
  }

  async found(id: string): Promise<FoundGuest | undefined> {
    return (await this.driver.guests.list()).find(({ spec }) => spec.id === id)
  }

  source(linked: boolean): CloneSource {
    const { path, format } = this.rig.image
    return { path, format, linked }
  }

  /** A stopped guest with a small system disk cloned from the image. */
  async guestWithDisk(more: Partial<GuestSpec> = {}): Promise<GuestSpec> {
    const spec = specOf(more)
    await this.driver.guests.define(spec)
    const disk = { index: 0, size: this.rig.image.virtual_size, source: this.source(true) }
    await this.driver.disks.create(spec, disk, task())
    return spec
  }

  async runningGuest(more: Partial<GuestSpec> = {}): Promise<GuestSpec> {
    const spec = await this.guestWithDisk(more)
    await this.driver.power.start(spec)
    return spec
  }
}
