import { isDeepStrictEqual } from 'node:util'
import type { Handlers } from '@shared/contract'
import type { Nothing } from '@shared/contract/common'
import { fail } from '@shared/contract/errors'
import type { Guest } from '@shared/contract/guest'
import { firstTemplates } from '@shared/rules/system-versions'
import { allow, type GuestAction } from '@shared/rules/guest-rules'
import type { Call, TaskCall } from '@main/kernel/call'
import type { GuestRecord } from '@main/store/repositories/guest-repository'
import { refuseTakenPorts } from './forwarded-ports'
import type { GuestCreationDeps } from './guest-creation'
import { MONITOR_SECRET, PASSWORD } from './new-guest'
import { newSecret } from './secrets'

/** One change of how a guest is configured. */
interface Change {
  readonly action?: GuestAction
  /** What becomes different; refuses what is no change. */
  readonly edit: (guest: GuestRecord, shown: Guest) => Partial<GuestRecord>
  /** Refuses what the guests around it do not allow; looked at again in the very transaction. */
  readonly check?: (guest: GuestRecord) => void
}

export type SettingsHandlers = Pick<
  Handlers<'guest', Call, TaskCall>,
  | 'setCores'
  | 'setMemory'
  | 'rename'
  | 'setAutoStart'
  | 'setTags'
  | 'setCpuPriority'
  | 'setDiskLimits'
  | 'setNetworkLimits'
  | 'setPorts'
  | 'renewMonitorSecret'
  | 'setAuth'
  | 'getAuth'
>

/** Changes of how guests are configured. */
export function guestSettings({
  db,
  guests,
  templates,
  specs,
  hypervisors,
  view,
  locks
}: GuestCreationDeps): SettingsHandlers {
  const find = (id: string): GuestRecord => guests.find(id) ?? fail('GUEST_NOT_FOUND', { id })

  /**
   * The hypervisor is told before the store, so that nobody hears of a change that it refuses. Whatever ends this in
   * between, the store is right: its cell is told so when it connects.
   */
  const change = async (id: string, { action = 'configure', edit, check }: Change): Promise<Nothing> => {
    await locks.hold(find(id), 'its settings are being changed', async () => {
      const shown = view.get(id)
      allow(action, shown)
      const before = find(id)
      const after = { ...before, ...edit(before, shown) }
      check?.(after)
      const define = (guest: GuestRecord): Promise<void> =>
        hypervisors.use(guest.cell, (driver) => driver.guests.define(specs.of(guest)))
      const concerns = !isDeepStrictEqual(specs.of(before), specs.of(after))
      if (concerns) await define(after)
      try {
        db.transaction(() => {
          check?.(after)
          guests.saveSettings(after)
          db.afterCommit(() => view.announce(id))
        })
      } catch (cause) {
        if (concerns) await define(before).catch(() => undefined)
        throw cause
      }
    })
    return {}
  }

  const unlessSame = (guest: GuestRecord, changes: Partial<GuestRecord>, what: string): Partial<GuestRecord> =>
    isDeepStrictEqual({ ...guest, ...changes }, guest) ? fail('GUEST_UNCHANGED', { name: guest.name, what }) : changes

  /** Cores and memory of a running guest change at its next start; who wants them at once is told that they do not. */
  const resize = (id: string, changes: Partial<GuestRecord>, how: { what: string; immediate: boolean }) =>
    change(id, {
      edit: (guest, { running }) => {
        if (how.immediate && running)
          fail('NOT_SUPPORTED', {
            driver: hypervisors.kindOf(guest.cell),
            what: `change the ${how.what} of a running guest at once`
          })
        const { cores, memory, started_with = { cores, memory } } = guest
        return { ...unlessSame(guest, changes, how.what), ...(running && { started_with }) }
      }
    })

  const limit = (id: string, limits: Partial<GuestRecord['qos']>): Promise<Nothing> =>
    change(id, { edit: ({ qos }) => ({ qos: { ...qos, ...limits } }) })

  return {
    setCores: ({ id, cores, immediate }) => resize(id, { cores }, { what: 'number of cores', immediate }),
    setMemory: ({ id, memory, immediate }) => resize(id, { memory }, { what: 'memory', immediate }),

    rename: ({ id, name }) =>
      change(id, {
        action: 'rename',
        edit: (guest) => unlessSame(guest, { name }, 'name'),
        check: ({ pool }) => {
          const namesake = guests.findByName(pool, name)
          if (namesake && namesake.id !== id) fail('GUEST_NAME_TAKEN', { name, pool })
        }
      }),

    setAutoStart: ({ id, enable }) =>
      change(id, { edit: (guest) => unlessSame(guest, { auto_start: enable }, 'auto start') }),

    setTags: ({ id, tags }) => change(id, { edit: () => ({ tags: [...new Set(tags)] }) }),
    setCpuPriority: ({ id, priority }) => limit(id, { cpu_priority: priority }),
    setDiskLimits: ({ id, ...limits }) => limit(id, limits),
    setNetworkLimits: ({ id, ...limits }) => limit(id, limits),

    setPorts: ({ id, ports }) =>
      change(id, { edit: () => ({ ports }), check: (guest) => refuseTakenPorts(guests, guest) }),

    async renewMonitorSecret({ id }) {
      const monitor_secret = newSecret(MONITOR_SECRET)
      await change(id, { edit: () => ({ monitor_secret }) })
      return { monitor_secret }
    },

    setAuth: async ({ id, user, password }) =>
      locks.hold(find(id), 'a password is being set in it', async () => {
        allow('setPassword', view.get(id))
        const guest = find(id)
        const account = { user: user || administratorOf(guest), password: password || newSecret(PASSWORD) }
        await hypervisors.use(guest.cell, async ({ kind, agent }) => {
          if (!agent) fail('NOT_SUPPORTED', { driver: kind, what: 'set a password inside a guest' })
          await agent.setPassword(guest, account)
        })
        db.transaction(() =>
          guests.saveSettings({ ...guest, auth_user: account.user, auth_password: account.password })
        )
        return account
      }),

    async getAuth({ id }) {
      const { auth_user: user, auth_password: password } = find(id)
      return { user, password }
    }
  }

  function administratorOf({ auth_user, template, system }: GuestRecord): string {
    const usual = system === 'windows' ? firstTemplates.win2012 : firstTemplates.general
    return auth_user || (templates.find(template) ?? usual).admin
  }
}
