import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import { sightOf } from '@shared/rules/visibility'
import type { Call, TaskCall } from '@main/kernel/call'
import { guestCreation, type GuestCreationDeps } from './guest-creation'
import { guestDisks } from './guest-disks'
import type { GuestRemoval } from './guest-removal'
import { guestSettings } from './guest-settings'
import { poolOf } from './hypervisors'
import type { SystemReset } from './system-reset'
import type { Volumes } from './volumes'

interface Deps extends GuestCreationDeps {
  readonly removal: GuestRemoval
  readonly volumes: Volumes
  readonly resets: SystemReset
}

export function guestService(deps: Deps): Handlers<'guest', Call, TaskCall> {
  const { guests, pools, view } = deps

  const refuseUnknownPlace = (pool: string | undefined, cell: string | undefined): void => {
    if (pool !== undefined) poolOf(pools, pool)
    if (cell === undefined) return
    const known = pools.findCell(cell)
    if (!known || (pool !== undefined && known.pool !== pool)) fail('CELL_NOT_FOUND', { cell, pool: pool ?? 'any' })
  }

  return {
    ...guestSettings(deps),
    ...guestDisks(deps),
    resetSystem: async (wanted, { caller }) => deps.resets.prepare(wanted, caller),

    async search({ pool, cell, owner, group, status, created }, { caller }) {
      refuseUnknownPlace(pool, cell)
      const unfiltered = owner === undefined && group === undefined
      return guests
        .page({ pool, cell, sight: sightOf(caller, 'guest') }, -1, 0)
        .filter((guest) => guest.created === (created ?? true) && guest.error === '')
        .filter((guest) => unfiltered || guest.owner === owner || guest.group === group)
        .map((guest) => view.of(guest))
        .filter(({ running }) => status === undefined || running === (status === 1))
    },

    async page({ limit, offset, ...wanted }, { caller }) {
      const filter = { ...wanted, sight: sightOf(caller, 'guest') }
      refuseUnknownPlace(filter.pool, filter.cell)
      const result = guests.page(filter, limit, offset).map((guest) => view.of(guest))
      return { result, total: guests.count(filter), limit, offset }
    },

    async get({ id }, { caller }) {
      const guest = view.details(id, caller)
      if (!guest.created && guest.error !== '') fail('GUEST_FAILED', { name: guest.name, reason: guest.error })
      return guest
    },

    async create(wanted, call) {
      return guestCreation(deps, wanted, call)
    },

    async remove({ id, force }) {
      await deps.removal.remove(id, { force })
      return {}
    }
  }
}
