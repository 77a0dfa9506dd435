import type { Offer } from '@shared/contract/cell'
import type { Guest } from '@shared/contract/guest'
import type { Permission } from '@shared/contract/permissions'
import { guestRules, refusalDetails, type GuestAction } from '@shared/rules/guest-rules'
import { useErrorText } from '@/composables/use-error-text'
import { useTexts } from '@/composables/use-texts'
import { useSession } from '@/stores/session'
import { useGuestTasks } from './guest-tasks'
import { useDriverWhy } from './use-driver-why'

/** What a driver must offer for an action. */
const offers: Readonly<Partial<Record<GuestAction, Offer>>> = {
  changeSnapshots: 'snapshots',
  setPassword: 'agent',
  migrate: 'migration'
}

export type GuestWhy = (action: GuestAction, needs?: Permission) => string | undefined

/** Says why something cannot be done to a guest now: the role, its driver, its state, or the task that works on it; undefined when it can. */
export function useGuestWhy(guest: () => Guest): GuestWhy {
  const errors = useErrorText()
  const { find } = useTexts()
  const session = useSession()
  const tasks = useGuestTasks()
  const driverWhy = useDriverWhy()

  return (action, needs = 'guest:write') => {
    if (!session.may(needs)) return errors.whyNot('PERMISSION_DENIED', { permission: needs })
    const cannot = driverWhy(guest(), offers[action])
    if (cannot !== undefined) return cannot
    const refusal = guestRules[action](guest())
    if (refusal) return errors.whyNot(refusal, refusalDetails(guest()))
    const task = tasks.runningOf(guest().id)
    if (!task) return undefined
    const { operation } = task
    return errors.whyNot('GUEST_BUSY', {
      name: guest().name,
      task: find(`tasks.operations.${operation}`) ?? operation
    })
  }
}
