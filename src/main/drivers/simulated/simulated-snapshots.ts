import { neededBy, withCurrent, withoutTaken, withTaken } from '@shared/rules/snapshot-tree'
import type { DriverOptions, GuestHandle, SnapshotFacts, SnapshotsFacet } from '../driver'
import { takeTime } from './simulated-disk'
import type { Ask } from './simulated-faults'
import { refuse, type SimulatedGuest } from './simulated-guest'
import type { SimulatedHost } from './simulated-host'

/** Snapshots of made-up guests: a tree, and what sizes the disks had. */
export function simulatedSnapshots(host: SimulatedHost, ask: Ask): SnapshotsFacet {
  /** Checks before and after the time that the change takes: the guest may have been started meanwhile. */
  const change = (
    handle: GuestHandle,
    options: DriverOptions,
    prepare: (guest: SimulatedGuest) => () => void
  ): Promise<void> =>
    ask('snapshots', async () => {
      prepare(host.stopped(handle))
      await takeTime(0, options, host.clock)
      prepare(host.stopped(handle))()
    })

  return {
    list: (handle) => ask('snapshots', () => [...host.get(handle).snapshots]),

    create: (handle, { name, description, time }, options) =>
      change(handle, options, (guest) => {
        if (guest.snapshots.some((snapshot) => snapshot.name === name)) refuse(guest, `has a snapshot "${name}"`)
        const taken = { name, description, time, sizes: [...guest.disks] }
        return () => void (guest.snapshots = withTaken(guest.snapshots, taken))
      }),

    restore: (handle, name, options) =>
      change(handle, options, (guest) => {
        const { sizes } = taken(guest, name)
        return () => {
          guest.snapshots = withCurrent(guest.snapshots, name)
          guest.disks = [...sizes]
        }
      }),

    remove: (handle, name, options) =>
      change(handle, options, (guest) => {
        taken(guest, name)
        const others = neededBy(guest.snapshots, name)
        if (others.length > 0) refuse(guest, `needs its snapshot "${name}" for ${others.join(', ')}`)
        return () => void (guest.snapshots = withoutTaken(guest.snapshots, name))
      })
  }
}

const taken = (guest: SimulatedGuest, name: string): SnapshotFacts =>
  guest.snapshots.find((snapshot) => snapshot.name === name) ?? refuse(guest, `has no snapshot "${name}"`)
