import type { Guest } from '@shared/contract/guest'
import { stateOf } from '@shared/rules/guest-rules'
import type { State } from '@/components/states'
import { useGuestWork } from './actions/guest-work'

/** Gives the state that a guest is shown in: what this window is doing to it counts before what it was. */
export function useGuestState(): (guest: Guest) => State {
  const work = useGuestWork()
  return (guest) => work.stateOf(guest.id) ?? stateOf(guest)
}
