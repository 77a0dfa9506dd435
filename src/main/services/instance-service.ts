import type { Handlers } from '@shared/contract'
import type { Nothing } from '@shared/contract/common'
import { fail } from '@shared/contract/errors'
import type { Guest } from '@shared/contract/guest'
import type { Usage, UsageSample } from '@shared/contract/instance'
import { allow, type GuestAction } from '@shared/rules/guest-rules'
import { seenBy, type Owned } from '@shared/rules/visibility'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'
import type { GuestRepository } from '@main/store/repositories/guest-repository'
import type { GuestLocks } from './guest-locks'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'
import type { InstancePower } from './instance-power'
import type { UsageHistory } from './usage-history'

interface Deps {
  readonly guests: GuestRepository
  readonly hypervisors: Hypervisors
  readonly view: GuestView
  readonly locks: GuestLocks
  readonly power: InstancePower
  readonly history: UsageHistory
  readonly clock: Clock
}

const idle: Usage = {
  cpu_usage: 0,
  memory_available: 0,
  disk_available: 0,
  bytes_read: 0,
  bytes_written: 0,
  bytes_received: 0,
  bytes_sent: 0
}

export function instanceService({
  guests,
  hypervisors,
  view,
  locks,
  power,
  history,
  clock
}: Deps): Handlers<'instance', Call, TaskCall> {
  /** Runs a change on a guest that its rule allows, one at a time. */
  const change = async (
    id: string,
    action: GuestAction,
    what: string,
    work: (guest: Guest) => Promise<void>
  ): Promise<Nothing> => {
    const { name } = view.get(id)
    await locks.hold({ id, name }, what, async () => {
      const guest = view.get(id)
      allow(action, guest)
      await work(guest)
    })
    return {}
  }

  /** One bulk call per cell; a cell that does not answer leaves its guests out of the samples. */
  const sample = async (ids: readonly string[], isSeen: (guest: Owned) => boolean): Promise<UsageSample[]> => {
    const time = clock.now().getTime()
    const known = ids.flatMap((id) => guests.find(id) ?? []).filter(isSeen)
    const byCell = Map.groupBy(known, ({ cell }) => cell)
    const found = await Promise.all(
      [...byCell].map(([cell, handles]) =>
        hypervisors.use(cell, (driver) => driver.stats.sample(handles)).catch(() => new Map<string, never>())
      )
    )
    const usage = new Map(found.flatMap((part) => [...part]))
    return known.map(({ id }) => {
      const now = usage.get(id)
      return { ...idle, uptime: 0, ...now, id, time, running: now !== undefined }
    })
  }

  return {
    async get({ id }, { caller }) {
      const guest = view.details(id, caller)
      const [usage] = await sample([id], () => true)
      return {
        ...guest,
        ...idle,
        uptime: 0,
        ...usage,
        id,
        running: guest.running
      }
    },

    sample: ({ ids }, { caller }) => sample(ids, seenBy(caller, 'guest')),

    history: ({ id, span }) => history.of(view.get(id).id, span),

    async start({ id, from_media, from_network, source }) {
      const { cell } = view.get(id)
      if (from_network) fail('NOT_SUPPORTED', { driver: hypervisors.kindOf(cell), what: 'boot from the network' })
      return change(id, 'start', 'it is being started', (guest) => power.start(guest, from_media ? source : undefined))
    },

    stop: ({ id, reboot, force }) =>
      change(id, 'stop', reboot ? 'it is being rebooted' : 'it is being stopped', (guest) =>
        power.stop(guest, { reboot, force })
      ),

    insertMedia: ({ id, source }) =>
      change(id, 'insertMedia', 'a medium is being inserted', (guest) => power.insertMedia(guest, source)),

    ejectMedia: ({ id }) => change(id, 'ejectMedia', 'its medium is being ejected', (guest) => power.ejectMedia(guest))
  }
}
