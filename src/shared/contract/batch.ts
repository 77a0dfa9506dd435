import { z } from 'zod'
import { Description, Id, Name } from './common'
import { operation } from './define'
import { GuestSettings } from './guest'
import { NewSnapshotName } from './snapshot'

const item = { name: z.string(), id: z.string(), progress: z.number(), error: z.string().optional() }

/** One guest of a batch; `id` is '' while there is none, `progress` is percent. */
export const CreateItem = z.object({ ...item, status: z.enum(['creating', 'created', 'fail']) })
export const DeleteItem = z.object({ ...item, status: z.enum(['deleting', 'deleted', 'fail']) })
export const StopItem = z.object({ ...item, status: z.enum(['stopping', 'stopped', 'fail']) })
export const StartItem = z.object({ ...item, status: z.enum(['starting', 'started', 'fail']) })
export const RebootItem = z.object({ ...item, status: z.enum(['rebooting', 'rebooted', 'fail']) })
export const SnapshotItem = z.object({ ...item, status: z.enum(['taking', 'taken', 'fail']) })

const one = z.object({ id: Id })
const guests = z.object({ guest: z.array(z.string().max(64)).min(1, 'Name at least one guest').max(10_000) })
const guestsByForce = guests.extend({ force: z.boolean().default(false) })
const started = ({ subject }: { readonly subject: string }) => ({ status: 202, data: { id: subject } }) as const

/** So many guests of a batch are named in the log. */
const NAMED = 100
const several = (ids: readonly string[]): string =>
  `${ids.length} guests (${ids.slice(0, NAMED).join(', ')}${ids.length > NAMED ? ' and more' : ''})`

export const batchOperations = {
  createGuests: operation({
    kind: 'task',
    route: 'POST /batch/create_guest/',
    uses: [['from_image', 'disk_image']],
    summary: 'Create many guests alike, named by a rule',
    input: GuestSettings.extend({
      /** `order`: prefix_0, prefix_1 …; `MAC` and `address`: prefix_ and what the guest was given, dashes for its marks. */
      name_rule: z.enum(['order', 'MAC', 'address']).default('order'),
      /** Short enough for the longest rule, a MAC address. */
      name_prefix: Name.max(46, 'Use at most 46 characters'),
      count: z.int().min(1).max(10_000)
    }),
    output: z.array(CreateItem),
    permission: 'guest:write',
    audit: ({ name_prefix, count, pool }) => `created ${count} guests "${name_prefix}_…" in pool "${pool}"`,
    accepted: started
  }),

  retryCreate: operation({
    kind: 'task',
    route: 'POST /batch/create_guest/:id/retry/',
    summary: 'Create again those guests of a batch that failed, under their names',
    input: one,
    output: z.array(CreateItem),
    permission: 'guest:write',
    audit: ({ id }) => `created again what had failed of batch ${id}`,
    accepted: started
  }),

  getCreate: operation({
    kind: 'query',
    route: 'GET /batch/create_guest/:id',
    summary: 'Say what became of every guest of a batch; 202 while any is being created',
    input: one,
    output: z.array(CreateItem),
    permission: 'guest:read',
    status: (items) => (items.some(({ status }) => status === 'creating') ? 202 : 200)
  }),

  deleteGuests: operation({
    kind: 'task',
    route: 'POST /batch/delete_guest/',
    summary: 'Delete many guests; force stops running ones first',
    input: guestsByForce,
    output: z.array(DeleteItem),
    permission: 'guest:write',
    audit: ({ guest, force }) => `deleted ${several(guest)}${force ? ' by force' : ''}`,
    accepted: started
  }),

  getDelete: operation({
    kind: 'query',
    route: 'GET /batch/delete_guest/:id',
    summary: 'Say what became of every guest of a batch; 202 while any is being deleted',
    input: one,
    output: z.array(DeleteItem),
    permission: 'guest:read',
    status: (items) => (items.some(({ status }) => status === 'deleting') ? 202 : 200)
  }),

  stopGuests: operation({
    kind: 'task',
    route: 'POST /batch/stop_guest/',
    summary: 'Shut many guests down; force cuts their power',
    input: guestsByForce,
    output: z.array(StopItem),
    permission: 'instance:operate',
    audit: ({ guest, force }) => `stopped ${several(guest)}${force ? ' by force' : ''}`,
    accepted: started
  }),

  getStop: operation({
    kind: 'query',
    route: 'GET /batch/stop_guest/:id',
    summary: 'Say what became of every guest of a batch; 202 while any is being stopped',
    input: one,
    output: z.array(StopItem),
    permission: 'guest:read',
    status: (items) => (items.some(({ status }) => status === 'stopping') ? 202 : 200)
  }),

  startGuests: operation({
    kind: 'task',
    route: 'POST /batch/start_guest/',
    summary: 'Start many guests',
    input: guests,
    output: z.array(StartItem),
    permission: 'instance:operate',
    audit: ({ guest }) => `started ${several(guest)}`,
    accepted: started
  }),

  getStart: operation({
    kind: 'query',
    route: 'GET /batch/start_guest/:id',
    summary: 'Say what became of every guest of a batch; 202 while any is being started',
    input: one,
    output: z.array(StartItem),
    permission: 'guest:read',
    status: (items) => (items.some(({ status }) => status === 'starting') ? 202 : 200)
  }),

  rebootGuests: operation({
    kind: 'task',
    route: 'POST /batch/reboot_guest/',
    summary: 'Reboot many guests; force resets them',
    input: guestsByForce,
    output: z.array(RebootItem),
    permission: 'instance:operate',
    audit: ({ guest, force }) => `rebooted ${several(guest)}${force ? ' by force' : ''}`,
    accepted: started
  }),

  getReboot: operation({
    kind: 'query',
    route: 'GET /batch/reboot_guest/:id',
    summary: 'Say what became of every guest of a batch; 202 while any is being rebooted',
    input: one,
    output: z.array(RebootItem),
    permission: 'guest:read',
    status: (items) => (items.some(({ status }) => status === 'rebooting') ? 202 : 200)
  }),

  snapshotGuests: operation({
    kind: 'task',
    route: 'POST /batch/snapshot_guest/',
    summary: 'Take a snapshot of many guests, all by one name',
    input: guests.extend({ name: NewSnapshotName, description: Description.default('') }),
    output: z.array(SnapshotItem),
    permission: 'guest:write',
    audit: ({ guest, name }) => `took snapshot "${name}" of ${several(guest)}`,
    accepted: started
  }),

  getSnapshot: operation({
    kind: 'query',
    route: 'GET /batch/snapshot_guest/:id',
    summary: 'Say what became of every guest of a batch; 202 while a snapshot of any is being taken',
    input: one,
    output: z.array(SnapshotItem),
    permission: 'guest:read',
    status: (items) => (items.some(({ status }) => status === 'taking') ? 202 : 200)
  })
}

/** An order for many guests alike. */
export type ManyGuests = z.output<typeof batchOperations.createGuests.input>
