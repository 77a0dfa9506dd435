import type { ErrorCode } from '../contract/errors'
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
  'GUEST_NOT_CREATED' | 'GUEST_LOST' | 'GUEST_RUNNING' | 'GUEST_STOPPED' | 'MEDIA_ATTACHED' | 'MEDIA_ABSENT'
>

const reachable = ({ created, lost }: Guest): Refusal | null =>
  !created ? 'GUEST_NOT_CREATED' : lost ? 'GUEST_LOST' : null
const running = (guest: Guest): Refusal | null => reachable(guest) ?? (guest.running ? null : 'GUEST_STOPPED')
const stopped = (guest: Guest): Refusal | null => reachable(guest) ?? (guest.running ? 'GUEST_RUNNING' : null)

/**
 * Each rule answers "why not?": an error code, or null when the action is allowed (the table of
 * api/semantics 3.6). Services refuse with it; buttons explain with it.
 */
export const guestRules = {
  start: stopped,
  stop: running,
  console: running,
  insertMedia: (guest: Guest): Refusal | null => running(guest) ?? (guest.media_attached ? 'MEDIA_ATTACHED' : null),
  ejectMedia: (guest: Guest): Refusal | null => running(guest) ?? (guest.media_attached ? null : 'MEDIA_ABSENT'),
  remove: stopped,
  /** A failed creation can always be cleared away. */
  forceRemove: (guest: Guest): Refusal | null => (guest.error !== '' ? null : reachable(guest))
} as const satisfies Record<string, (guest: Guest) => Refusal | null>

export type GuestAction = keyof typeof guestRules
