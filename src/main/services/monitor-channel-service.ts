import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import { guestRules } from '@shared/rules/guest-rules'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Tickets } from '@main/kernel/tickets'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'

interface Deps {
  readonly view: GuestView
  readonly hypervisors: Hypervisors
  readonly tickets: Tickets
}

/** Leave to see a guest's screen. The ticket is the secret: the screen itself asks for no password. */
export function monitorChannelService({
  view,
  hypervisors,
  tickets
}: Deps): Handlers<'monitorChannel', Call, TaskCall> {
  return {
    async create({ guest: id }) {
      const guest = view.get(id)
      const refusal = guestRules.console(guest)
      if (refusal) fail(refusal, { name: guest.name })
      const open = () => hypervisors.use(guest.cell, (driver) => driver.screen.open(guest))
      return { id: tickets.issue({ kind: 'console', open }), protocol: 'vnc', username: '', password: '' }
    }
  }
}
