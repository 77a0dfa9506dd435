import { formatBytes } from '@shared/text/bytes'
import type { DisksFacet, GuestHandle } from '../driver'
import { writeEmptyQcow2 } from './empty-qcow2'
import { makeDisk, refuseFile, takeTime } from './simulated-disk'
import type { Ask } from './simulated-faults'
import { refuse, type SimulatedGuest } from './simulated-guest'
import type { SimulatedHost } from './simulated-host'

/** Disks of made-up guests: numbers, and the time that real ones would take. */
export function simulatedDisks(host: SimulatedHost, ask: Ask): DisksFacet {
  /** The size of a disk that is there. */
  const sizeOf = (guest: SimulatedGuest, index: number): number =>
    guest.disks[index] || refuse(guest, `has no disk ${index}`)
  const withoutDisk = (handle: GuestHandle, index: number): SimulatedGuest => {
    const guest = host.get(handle)
    return guest.disks[index] ? refuse(guest, `has a disk ${index}`) : guest
  }
  const replaceable = (handle: GuestHandle, index: number): SimulatedGuest => {
    const guest = host.stopped(handle)
    sizeOf(guest, index)
    return guest.snapshots.length > 0 ? refuse(guest, 'has snapshots') : guest
  }

  return {
    create: (handle, disk, options) =>
      ask('disks', async () => {
        withoutDisk(handle, disk.index)
        await makeDisk(disk, options, host.clock)
        const { disks } = withoutDisk(handle, disk.index)
        while (disks.length < disk.index) disks.push(0)
        disks[disk.index] = disk.size
      }),

    replace: (handle, disk, options) =>
      ask('disks', async () => {
        replaceable(handle, disk.index)
        await makeDisk(disk, options, host.clock)
        replaceable(handle, disk.index).disks[disk.index] = disk.size
      }),

    grow: (handle, { index, size }) =>
      ask('disks', () => {
        const guest = host.get(handle)
        const had = sizeOf(guest, index)
        if (size < had) refuse(guest, `has a disk ${index} of ${formatBytes(had)}, which is more already`)
        guest.disks[index] = size
      }),

    shrink: (handle, index, options) =>
      ask('disks', async () => {
        await takeTime(sizeOf(host.stopped(handle), index), options, host.clock)
        host.stopped(handle)
      }),

    export: (handle, index, path, options) =>
      ask('disks', async () => {
        await takeTime(sizeOf(host.stopped(handle), index), options, host.clock)
        const size = sizeOf(host.stopped(handle), index)
        await writeEmptyQcow2(path, size).catch((cause: unknown) => refuseFile(path, 'written', cause))
      }),

    remove: (handle, index) =>
      ask('disks', () => {
        const { disks } = host.stopped(handle)
        if (index < disks.length) disks[index] = 0
        while (disks.at(-1) === 0) disks.pop()
      }),

    sizes: (guest) => ask('disks', () => [...host.get(guest).disks])
  }
}
