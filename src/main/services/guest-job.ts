import type { Job } from '@shared/contract'
import type { Nothing } from '@shared/contract/common'
import type { Guest } from '@shared/contract/guest'
import { allow, type GuestAction } from '@shared/rules/guest-rules'
import type { Driver, DriverOptions } from '@main/drivers/driver'
import type { TaskCall } from '@main/kernel/call'
import type { GuestLocks } from './guest-locks'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'
import type { Volumes } from './volumes'

/** What long changes of a guest's disks need of the application. */
export interface GuestJobDeps {
  readonly hypervisors: Hypervisors
  readonly view: GuestView
  readonly locks: GuestLocks
  readonly volumes: Volumes
}

interface Change {
  readonly action: GuestAction
  /** What the guest is busy with meanwhile. */
  readonly what: string
  /** Refuses what this guest does not allow. */
  readonly check: (guest: Guest) => void
  readonly work: (driver: Driver, options: DriverOptions) => Promise<void>
}

/** What a driver is given of a task. */
export const optionsOf = ({ signal, report }: TaskCall): DriverOptions => ({ signal, progress: { report } })

/** Gives the guest as it is, unless something holds it or its rule does not allow the action. */
export function readyFor(
  action: GuestAction,
  id: string,
  { view, locks }: Pick<GuestJobDeps, 'view' | 'locks'>
): Guest {
  const guest = view.get(id)
  locks.refuseBusy(guest)
  allow(action, guest)
  return guest
}

/** A change of a guest's disks or snapshots, one at a time; what becomes of them is asked afterwards. */
export function guestJob(deps: GuestJobDeps, id: string, change: Change): Job<TaskCall, Nothing> {
  const { hypervisors, locks, volumes } = deps
  const ready = (): Guest => {
    const guest = readyFor(change.action, id, deps)
    change.check(guest)
    return guest
  }
  const guest = ready()
  return {
    subject: id,
    title: guest.name,
    // Between this and the work nothing else runs, so that two requests at once are not both accepted.
    reserve: () => void ready(),
    run: async (call) => {
      await locks.hold(guest, change.what, () =>
        hypervisors.use(guest.cell, async (driver) => {
          await change.work(driver, optionsOf(call))
          await volumes.learn(id, driver)
        })
      )
      return {}
    }
  }
}
