import type { Client } from '@shared/contract'
import type { Offer } from '@shared/contract/cell'
import type { Guest } from '@shared/contract/guest'
import type { Permission } from '@shared/contract/permissions'
import type { Task } from '@shared/contract/task'
import { guestRules, type Refusal } from '@shared/rules/guest-rules'
import type { IconName } from '@/components/icons'
import type { State } from '@/components/states'

/** What a person adds to an action that needs more than guests. */
export interface Wish {
  readonly name?: string
  readonly description?: string
  readonly cell?: string
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

/** What an action is done with. `ended` waits for a task, and rejects when it fails. */
export interface Means {
  readonly client: Client
  ended(task: Task): Promise<void>
}

/** What the core does to many guests as one task, which goes on when the window is closed. */
export interface Together {
  readonly begin: (client: Client, guests: readonly Guest[], wish: Wish) => Promise<Task>
  /** What has become of each so far, by the id that is the task's subject. */
  readonly look: (
    client: Client,
    id: string
  ) => Promise<
    readonly { readonly id: string; readonly progress: number; readonly status: string; readonly error?: string }[]
  >
}

interface GuestAction {
  readonly icon: IconName
  readonly needs: Permission
  /** What the driver of its cell must offer. */
  readonly offer?: Offer
  /** Why not; null when it can be done. */
  readonly rule: (guest: Guest) => Refusal | null
  /** A person is asked first: something is lost by it, or more has to be said. */
  readonly asks: (guest: Guest) => boolean
  /** More than one are not interrupted by one click. */
  readonly asksForMany?: boolean
  /** What a guest looks like while it is being done. */
  readonly state?: State
  readonly perform: (means: Means, guest: Guest, wish: Wish) => Promise<unknown>
  /** Where it is absent, the window does many one by one. */
  readonly together?: Together
}

const power = { needs: 'instance:operate', asks: () => false } as const
/** Nothing was made of a guest whose creation failed: only its record is cleared away. */
export const isFailedCreation = ({ created, error }: Guest): boolean => !created && error !== ''

const idsOf = (guests: readonly Guest[]): { guest: string[] } => ({ guest: guests.map(({ id }) => id) })
const stopped = (force: boolean): Together => ({
  begin: ({ batch }, guests) => batch.stopGuests({ ...idsOf(guests), force }),
  look: ({ batch }, id) => batch.getStop({ id })
})
const rebooted = (force: boolean): Together => ({
  begin: ({ batch }, guests) => batch.rebootGuests({ ...idsOf(guests), force }),
  look: ({ batch }, id) => batch.getReboot({ id })
})

/** What can be done to guests, one or many: the same in the bar, the menus, the panel and on the page. */
export const guestActions = {
  start: {
    ...power,
    ...{ icon: 'play', rule: guestRules.start, state: 'starting' },
    perform: ({ client }, { id }) => client.instance.start({ id }),
    together: {
      begin: ({ batch }, guests) => batch.startGuests(idsOf(guests)),
      look: ({ batch }, id) => batch.getStart({ id })
    }
  },
  shutDown: {
    ...power,
    ...{ icon: 'power', rule: guestRules.stop, asksForMany: true, state: 'stopping' },
    perform: ({ client }, { id }) => client.instance.stop({ id }),
    together: stopped(false)
  },
  reboot: {
    ...power,
    ...{ icon: 'reboot', rule: guestRules.stop, asksForMany: true },
    perform: ({ client }, { id }) => client.instance.stop({ id, reboot: true }),
    together: rebooted(false)
  },
  reset: {
    ...power,
    ...{ icon: 'reset', rule: guestRules.stop, asks: () => true },
    perform: ({ client }, { id }) => client.instance.stop({ id, reboot: true, force: true }),
    together: rebooted(true)
  },
  forceOff: {
    ...power,
    ...{ icon: 'stop', rule: guestRules.stop, asks: () => true, state: 'stopping' },
    perform: ({ client }, { id }) => client.instance.stop({ id, force: true }),
    together: stopped(true)
  },
  snapshot: {
    ...{
      icon: 'snapshot',
      needs: 'guest:write',
      offer: 'snapshots',
      rule: guestRules.changeSnapshots,
      asks: () => true
    },
    perform: async ({ client, ended }, { id }, { name = '', description = '' }) =>
      ended(await client.snapshot.create({ id, name, description })),
    together: {
      begin: ({ batch }, guests, { name = '', description = '' }) =>
        batch.snapshotGuests({ ...idsOf(guests), name, description }),
      look: ({ batch }, id) => batch.getSnapshot({ id })
    }
  },
  migrate: {
    ...{ icon: 'move', needs: 'compute_pool:write', offer: 'migration', rule: guestRules.migrate, asks: () => true },
    perform: async ({ client, ended }, { id, pool, cell: source }, { cell = '' }) =>
      ended(
        await client.migration.create({
          ...{ source_pool: pool, source_cell: source, target_cell: cell, instances: [id] }
        })
      )
  },
  tag: {
    ...{ icon: 'tag', needs: 'guest:write', rule: guestRules.configure, asks: () => true },
    perform: ({ client }, { id, tags }, { add = [], remove = [] }) =>
      client.guest.setTags({ id, tags: [...new Set([...tags, ...add])].filter((tag) => !remove.includes(tag)) })
  },
  remove: {
    ...{ icon: 'trash', needs: 'guest:write', rule: guestRules.forceRemove },
    asks: (guest) => !isFailedCreation(guest),
    perform: ({ client }, { id, running }) => client.guest.remove({ id, force: running }),
    together: {
      begin: ({ batch }, guests) =>
        batch.deleteGuests({ ...idsOf(guests), force: guests.some(({ running }) => running) }),
      look: ({ batch }, id) => batch.getDelete({ id })
    }
  }
} as const satisfies Record<string, GuestAction>

export type GuestActionName = keyof typeof guestActions
export const actionOf = (name: GuestActionName): GuestAction => guestActions[name]

/** The actions in the order in which every place shows them; what deletes comes last. */
export const guestActionNames = Object.keys(guestActions) as readonly GuestActionName[]
