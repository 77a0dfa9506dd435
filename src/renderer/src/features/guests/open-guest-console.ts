import type { Guest } from '@shared/contract/guest'
import { guestRules } from '@shared/rules/guest-rules'
import { openConsole } from '@/features/console/open-console'

/** Opens a guest's console in a window of its own, if it has one now. */
export function openGuestConsole(guest: Guest | undefined): void {
  if (guest && guestRules.console(guest) === null) openConsole(guest.id)
}
