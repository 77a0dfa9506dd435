import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Guest } from '@shared/contract/guest'
import type { Call, TaskCall } from '@main/kernel/call'
import { guestJob, type GuestJobDeps } from './guest-job'

/** Disks of guests that grow, and give space back. */
export function guestDisks(deps: GuestJobDeps): Pick<Handlers<'guest', Call, TaskCall>, 'resizeDisk' | 'shrinkDisk'> {
  return {
    resizeDisk: async ({ id, disk: index, size }) =>
      guestJob(deps, id, {
        action: 'growDisk',
        what: `its disk ${index} is being resized`,
        check: (guest) => {
          const had = sizeOf(guest, index)
          if (size <= had) fail('DISK_NOT_LARGER', { name: guest.name, disk: index, size: had })
          const cell = deps.hypervisors.stateOf(guest.cell)
          if (cell.alive && cell.facts.disk_available < size - had)
            fail('DISK_FULL', { path: `cell ${guest.cell} has ${cell.facts.disk_available} bytes left` })
        },
        work: (driver) => driver.disks.grow({ id }, { index, size })
      }),

    shrinkDisk: async ({ id, disk: index }) =>
      guestJob(deps, id, {
        action: 'shrinkDisk',
        what: `its disk ${index} is being shrunk`,
        check: (guest) => void sizeOf(guest, index),
        work: (driver, options) => driver.disks.shrink({ id }, index, options)
      })
  }
}

const sizeOf = ({ name, disks }: Guest, disk: number): number => disks[disk] ?? fail('DISK_NOT_FOUND', { name, disk })
