import { z } from 'zod'
import { Description, DottedName, Id, LocalTime, Nothing } from './common'
import { operation } from './define'

/** One node of a guest's snapshot tree; what is not so is left out. */
export const SnapshotNode = z.object({
  is_root: z.literal(true).optional(),
  is_current: z.literal(true).optional(),
  backing: z.string().optional()
})
export type SnapshotNode = z.output<typeof SnapshotNode>

/** `running` is always false: memory is never in a snapshot (api/semantics 2.10). */
export const Snapshot = z.object({ running: z.literal(false), description: z.string(), create_time: LocalTime })
export type Snapshot = z.output<typeof Snapshot>

const ofGuest = z.object({ id: Id })
/** The tree is an object by name, where this one has a meaning of its own. */
export const NewSnapshotName = DottedName.refine((name) => name !== '__proto__', 'Use another name')
const one = ofGuest.extend({ name: z.string().max(64) })

export const snapshotOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /instances/:id/snapshots/',
    scope: 'guest',
    summary: 'Show the snapshot tree of a guest, by name',
    input: ofGuest,
    output: z.record(z.string(), SnapshotNode),
    permission: 'guest:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /instances/:id/snapshots/:name',
    scope: 'guest',
    summary: 'Look at one snapshot',
    input: one,
    output: Snapshot,
    permission: 'guest:read'
  }),

  create: operation({
    kind: 'task',
    route: 'POST /instances/:id/snapshots/',
    scope: 'guest',
    summary: 'Take a snapshot of all disks of a stopped guest',
    input: ofGuest.extend({ name: NewSnapshotName, description: Description.default('') }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, name }) => `took snapshot "${name}" of guest ${id}`
  }),

  restore: operation({
    kind: 'task',
    route: 'PUT /instances/:id/snapshots/',
    scope: 'guest',
    summary: 'Put the disks of a stopped guest back to a snapshot; what was written since the last one is lost',
    input: ofGuest.extend({ target: z.string().max(64) }),
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, target }) => `put guest ${id} back to snapshot "${target}"`
  }),

  remove: operation({
    kind: 'task',
    route: 'DELETE /instances/:id/snapshots/:name',
    scope: 'guest',
    summary: 'Delete a snapshot of a stopped guest; what others need of it is kept',
    input: one,
    output: Nothing,
    permission: 'guest:write',
    audit: ({ id, name }) => `deleted snapshot "${name}" of guest ${id}`
  })
}
