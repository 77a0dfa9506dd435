import type { Permission } from '@shared/contract/permissions'
import { useSession } from '@/stores/session'
import { useErrorText } from './use-error-text'

/** Says why the signed-in user may not do something; undefined when it is allowed. */
export function useWhy(): { lacks(permission: Permission): string | undefined } {
  const { whyNot } = useErrorText()
  const session = useSession()
  return {
    lacks: (permission) => (session.may(permission) ? undefined : whyNot('PERMISSION_DENIED', { permission }))
  }
}
