import type { Guest } from '@shared/contract/guest'
import { refusalDetails } from '@shared/rules/guest-rules'
import { useErrorText } from '@/composables/use-error-text'
import { useSession } from '@/stores/session'
import { useDriverWhy } from '../use-driver-why'
import { actionOf, type GuestActionName } from './guest-actions'

/** Says why an action can be done to none of these guests; undefined when it can to at least one. */
export function useWhyNot(): (action: GuestActionName, guests: readonly Guest[]) => string | undefined {
  const errors = useErrorText()
  const session = useSession()
  const driverWhy = useDriverWhy()

  return (name, guests) => {
    const { needs, offer, rule } = actionOf(name)
    if (!session.may(needs)) return errors.whyNot('PERMISSION_DENIED', { permission: needs })
    const [first] = guests
    if (!first || guests.some((guest) => rule(guest) === null && driverWhy(guest, offer) === undefined))
      return undefined
    const refusal = rule(first)
    return driverWhy(first, offer) ?? (refusal ? errors.whyNot(refusal, refusalDetails(first)) : undefined)
  }
}
