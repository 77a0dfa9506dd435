import { fail, type ErrorCode } from '../contract/errors'
import type { Guest } from '../contract/guest'

/** What a guest looks like to a person; one word each. */
export type GuestState = 'creating' | 'error' | 'lost' | 'running' | 'stopped'

export function stateOf({
  created,
  error,
  lost,
  running
}: Pick<Guest, 'created' | 'error' | 'lost' | 'running'>): GuestState {
  if (error !== '') return 'error'
  if (!created) return 'creating'
  if (lost) return 'lost'
  return running ? 'running' : 'stopped'
}

export type Refusal = Extract<
  ErrorCode,
  | 'GUEST_NOT_CREATED'
  | 'GUEST_LOST'
  | 'GUEST_MIGRATING'
  | 'GUEST_RUNNING'
  | 'GUEST_STOPPED'
  | 'GUEST_HAS_SNAPSHOTS'
  | 'MODULE_MISSING'
  | 'MEDIA_ATTACHED'
  | 'MEDIA_ABSENT'
>

type Rule = (guest: Guest) => Refusal | null

const reachable: Rule = ({ created, lost }) => (!created ? 'GUEST_NOT_CREATED' : lost ? 'GUEST_LOST' : null)
const settled: Rule = (guest) => reachable(guest) ?? (guest.migrating ? 'GUEST_MIGRATING' : null)
const running: Rule = (guest) => settled(guest) ?? (guest.running ? null : 'GUEST_STOPPED')
const stopped: Rule = (guest) => settled(guest) ?? (guest.running ? 'GUEST_RUNNING' : null)
const whole: Rule = (guest) => stopped(guest) ?? (guest.snapshots > 0 ? 'GUEST_HAS_SNAPSHOTS' : null)

/**
 * Each rule answers "why not?": an error code, or null when the action is allowed (the table of
 * api/semantics 3.6; what is going on with a guest is `GuestLocks`' to say). Services refuse with it; buttons
 * explain with it.
 */
export const guestRules = {
  start: stopped,
  stop: running,
  console: running,
  insertMedia: (guest) => running(guest) ?? (guest.media_attached ? 'MEDIA_ATTACHED' : null),
  ejectMedia: (guest) => running(guest) ?? (guest.media_attached ? null : 'MEDIA_ABSENT'),
  /** Cores, memory, limits, ports, tags, auto start, monitor secret: a running guest has some of them later. */
  configure: settled,
  rename: stopped,
  setPassword: (guest) => running(guest) ?? (guest.modules.includes('qemu') ? null : 'MODULE_MISSING'),
  growDisk: settled,
  shrinkDisk: stopped,
  resetSystem: whole,
  readSnapshots: reachable,
  changeSnapshots: stopped,
  buildImage: whole,
  migrate: stopped,
  remove: stopped,
  /** A failed creation can always be cleared away. */
  forceRemove: (guest) => (guest.error !== '' ? null : settled(guest))
} as const satisfies Record<string, Rule>

export type GuestAction = keyof typeof guestRules

/** What the texts of refusals need of a guest. */
export const refusalDetails = ({ name, snapshots }: Guest) => ({ name, snapshots, module: 'qemu' }) as const

/** Refuses an action that the guest's rule does not allow. */
export function allow(action: GuestAction, guest: Guest): void {
  const refusal = guestRules[action](guest)
  if (refusal) fail(refusal, refusalDetails(guest))
}
