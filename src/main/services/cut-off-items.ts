import { AppError } from '@shared/contract/errors'
import type { BatchItemRecord, BatchKind, BatchRepository } from '@main/store/repositories/batch-repository'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'
import type { Hypervisors } from './hypervisors'
import type { LiveGuest, LiveState } from './live-state'
import type { CutOff, Ending } from './recovery'

interface Deps {
  readonly batches: BatchRepository
  readonly guests: GuestRepository
  readonly hypervisors: Hypervisors
  readonly live: LiveState
}

const done: Ending = { isDone: true, words: '' }
const failed = (words: string): Ending => ({ isDone: false, words })
const NOT_BEGUN = failed('The application ended before it came to this guest')

/** The items of batches that the application's end cut off. */
export function cutOffItems(deps: Deps): CutOff[] {
  const { batches, guests } = deps
  return batches.listGoing().map(({ batch, kind, ...item }): CutOff => ({
    partOf: batch,
    look: () => look[kind](item, guests.find(item.guest), deps),
    meanwhile: failed(meanwhile[kind]),
    end: ({ isDone, words }) => batches.settle(batch, item.number, { status: isDone ? 'done' : 'fail', error: words })
  }))
}

/** Creations are undone and deletions finished when the cell of their guest answers. */
const meanwhile: Record<BatchKind, string> = {
  create: 'The application ended while it was being created; what was made of it is removed once its cell answers',
  delete: 'The application ended while it was being deleted; this is finished once its cell answers',
  stop: 'The application ended while it was being stopped, and its cell does not answer',
  start: 'The application ended while it was being started, and its cell does not answer',
  reboot: 'The application ended while it was being rebooted, and its cell does not answer',
  snapshot: 'The application ended while its snapshot was being taken, and its cell does not answer'
}

type Look = (item: BatchItemRecord, guest: GuestRecord | undefined, deps: Deps) => Ending | undefined

const unknown = ({ guest: id }: BatchItemRecord): Ending => failed(new AppError('GUEST_NOT_FOUND', { id }).message)

const look: Record<BatchKind, Look> = {
  create: (item, guest) => {
    if (item.guest === '') return NOT_BEGUN
    if (!guest) return failed('The application ended while it was being created; nothing of it is left')
    if (guest.created) return done
    return guest.error === '' ? undefined : failed(guest.error)
  },
  delete: (item, guest) => {
    if (item.name === '') return unknown(item)
    if (!guest) return done
    return guest.deleting ? undefined : NOT_BEGUN
  },
  stop: onItsCell((power) => (power === 'stopped' ? done : failed('The application ended before it was off'))),
  start: onItsCell((power) => (power === 'stopped' ? failed('The application ended before it was started') : done)),
  reboot: onItsCell(() => failed('The application ended while it was being rebooted; it may have been')),
  snapshot: onItsCell(() =>
    failed('The application ended while its snapshot was being taken; the guest is whole, and has it if it is listed')
  )
}

/** Only the cell of a guest can tell. */
function onItsCell(ending: (power: LiveGuest['power']) => Ending): Look {
  return (item, guest, { hypervisors, live }) => {
    if (item.name === '' || !guest) return unknown(item)
    return hypervisors.stateOf(guest.cell).alive ? ending(live.of(guest.id).power) : undefined
  }
}
