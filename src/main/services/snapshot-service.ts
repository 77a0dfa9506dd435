import type { Handlers, Job } from '@shared/contract'
import type { Nothing } from '@shared/contract/common'
import { fail } from '@shared/contract/errors'
import type { Guest } from '@shared/contract/guest'
import type { SnapshotNode } from '@shared/contract/snapshot'
import { allow } from '@shared/rules/guest-rules'
import { neededBy } from '@shared/rules/snapshot-tree'
import { localTime } from '@shared/text/time'
import type { DriverOptions, SnapshotsFacet } from '@main/drivers/driver'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'
import type { SnapshotRecord, SnapshotRepository } from '@main/store/repositories/snapshot-repository'
import { guestJob, type GuestJobDeps } from './guest-job'

interface Deps extends GuestJobDeps {
  readonly snapshots: SnapshotRepository
  readonly clock: Clock
}

interface Change {
  readonly what: string
  readonly check: (guest: Guest) => void
  readonly work: (facet: SnapshotsFacet, options: DriverOptions) => Promise<void>
}

export function snapshotService(deps: Deps): Handlers<'snapshot', Call, TaskCall> {
  const { snapshots, hypervisors, view, clock } = deps

  const treeOf = (id: string): SnapshotRecord[] => {
    allow('readSnapshots', view.get(id))
    return snapshots.list(id)
  }
  const taken = ({ id, name: guest }: Guest, name: string): SnapshotRecord =>
    snapshots.list(id).find((snapshot) => snapshot.name === name) ?? fail('SNAPSHOT_NOT_FOUND', { name, guest })

  const change = (id: string, { what, check, work }: Change): Job<TaskCall, Nothing> =>
    guestJob(deps, id, {
      action: 'changeSnapshots',
      what,
      check: (guest) => {
        const cell = hypervisors.stateOf(guest.cell)
        if (cell.alive && !cell.driver.snapshots)
          fail('NOT_SUPPORTED', { driver: cell.driver.kind, what: 'take snapshots' })
        check(guest)
      },
      work: ({ kind, snapshots: facet }, options) =>
        facet ? work(facet, options) : fail('NOT_SUPPORTED', { driver: kind, what: 'take snapshots' })
    })

  return {
    list: async ({ id }) => Object.fromEntries(treeOf(id).map((snapshot) => [snapshot.name, nodeOf(snapshot)])),

    async get({ id, name }) {
      allow('readSnapshots', view.get(id))
      const { description, time } = taken(view.get(id), name)
      return { running: false, description, create_time: localTime(new Date(time)) }
    },

    create: async ({ id, name, description }) =>
      change(id, {
        what: `snapshot "${name}" is being taken`,
        check: (guest) => {
          if (snapshots.list(id).some((snapshot) => snapshot.name === name))
            fail('SNAPSHOT_NAME_TAKEN', { name, guest: guest.name })
        },
        work: (facet, options) => facet.create({ id }, { name, description, time: clock.now().getTime() }, options)
      }),

    restore: async ({ id, target }) =>
      change(id, {
        what: `snapshot "${target}" is being restored`,
        check: (guest) => void taken(guest, target),
        work: (facet, options) => facet.restore({ id }, target, options)
      }),

    remove: async ({ id, name }) =>
      change(id, {
        what: `snapshot "${name}" is being deleted`,
        check: (guest) => {
          taken(guest, name)
          const others = neededBy(snapshots.list(id), name)
          if (others.length > 0) fail('SNAPSHOT_NEEDED', { name, guest: guest.name, others })
        },
        work: (facet, options) => facet.remove({ id }, name, options)
      })
  }
}

/** What is not so is left out. */
const nodeOf = ({ backing, current }: SnapshotRecord): SnapshotNode => ({
  ...(backing === '' ? { is_root: true } : { backing }),
  ...(current && { is_current: true })
})
