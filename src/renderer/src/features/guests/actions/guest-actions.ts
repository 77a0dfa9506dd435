import type { Client } from '@shared/contract'
import type { Guest } from '@shared/contract/guest'
import type { Permission } from '@shared/contract/permissions'
import { guestRules, type Refusal } from '@shared/rules/guest-rules'
import type { IconName } from '@/components/icons'
import type { State } from '@/components/states'

interface GuestAction {
  readonly icon: IconName
  readonly needs: Permission
  /** Why not; null when it can be done. */
  readonly rule: (guest: Guest) => Refusal | null
  /** Something is lost by it, so a person is asked first. */
  readonly loses: (guest: Guest) => boolean
  /** What a guest looks like while it is being done. */
  readonly state?: State
  readonly perform: (client: Client, guest: Guest) => Promise<unknown>
}

const power = { needs: 'instance:operate', loses: () => false } as const
/** Nothing was made of a guest whose creation failed: only its record is cleared away. */
export const isFailedCreation = ({ created, error }: Guest): boolean => !created && error !== ''

/** What can be done to guests, one or many: the same in the bar, the menus, the panel and on the page. */
export const guestActions = {
  start: {
    ...power,
    ...{ icon: 'play', rule: guestRules.start, state: 'starting' },
    perform: (client, { id }) => client.instance.start({ id })
  },
  shutDown: {
    ...power,
    ...{ icon: 'power', rule: guestRules.stop, state: 'stopping' },
    perform: (client, { id }) => client.instance.stop({ id })
  },
  reboot: {
    ...power,
    ...{ icon: 'reboot', rule: guestRules.stop },
    perform: (client, { id }) => client.instance.stop({ id, reboot: true })
  },
  reset: {
    ...power,
    ...{ icon: 'reset', rule: guestRules.stop, loses: () => true },
    perform: (client, { id }) => client.instance.stop({ id, reboot: true, force: true })
  },
  forceOff: {
    ...power,
    ...{ icon: 'stop', rule: guestRules.stop, loses: () => true, state: 'stopping' },
    perform: (client, { id }) => client.instance.stop({ id, force: true })
  },
  remove: {
    ...{ icon: 'trash', needs: 'guest:write', rule: guestRules.forceRemove },
    loses: (guest) => !isFailedCreation(guest),
    perform: (client, { id, running }) => client.guest.remove({ id, force: running })
  }
} as const satisfies Record<string, GuestAction>

export type GuestActionName = keyof typeof guestActions
export const actionOf = (name: GuestActionName): GuestAction => guestActions[name]

/** The actions in the order in which every place shows them; what deletes comes last. */
export const guestActionNames = Object.keys(guestActions) as readonly GuestActionName[]
