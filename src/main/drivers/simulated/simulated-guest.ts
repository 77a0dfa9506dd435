import { DriverError, type GuestPower, type GuestSpec, type SnapshotFacts } from '../driver'
import type { LoadSubject } from './simulated-load'

/** One guest in memory. A host of many thousands keeps nothing else of it, and no timer. */
export interface SimulatedGuest extends GuestPower {
  /** What its chances hang on. */
  readonly key: number
  spec: GuestSpec
  /** As it was started: of a newer spec it has the limits and the ports only. */
  live: GuestSpec
  power: GuestPower['power']
  reason: string
  since: number
  /** When its power came on; a reboot does not change it. */
  poweredAt: number
  media: string
  /** Virtual sizes in bytes by index, 0 for an index that has none. */
  disks: number[]
  /** In the order in which they were taken. */
  snapshots: readonly SnapshotFacts[]
  /** True while it is being started. */
  starting: boolean
  /** Counts changes of power, so that what was begun under an older one is not finished under a newer one. */
  epoch: number
}

/** What a press of the power button asks for. */
export type PowerWish = 'shutdown' | 'reboot'

/** One for all, since most guests have none. */
const none: readonly SnapshotFacts[] = []

/** A new guest without disks. */
export const stoppedGuest = (spec: GuestSpec, key: number): SimulatedGuest => ({
  key,
  spec,
  live: spec,
  power: 'stopped',
  reason: '',
  since: 0,
  poweredAt: 0,
  media: '',
  disks: [],
  snapshots: none,
  starting: false,
  epoch: 0
})

/** The guest as the load is made from. */
export const loadOf = ({ key, live, disks, since, poweredAt }: SimulatedGuest): LoadSubject => ({
  key,
  memory: live.memory,
  disk: disks.reduce((sum, size) => sum + size, 0),
  since,
  poweredAt
})

/** A guest's power alone. */
export const powerOf = ({ power, reason, since }: SimulatedGuest): GuestPower => ({ power, reason, since })

/** Refuses an order as `wrong_state`, naming the guest. */
export function refuse({ spec }: SimulatedGuest, why: string): never {
  throw new DriverError(`Guest "${spec.name.slice(0, 100)}" ${why}`, 'wrong_state')
}
