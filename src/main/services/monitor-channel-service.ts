import type { Duplex } from 'node:stream'
import type { Handlers } from '@shared/contract'
import { AppError, fail } from '@shared/contract/errors'
import { allow } from '@shared/rules/guest-rules'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Sessions } from '@main/kernel/sessions'
import type { Tickets } from '@main/kernel/tickets'
import type { GuestView } from './guest-view'
import type { Hypervisors } from './hypervisors'

interface Deps {
  readonly view: GuestView
  readonly hypervisors: Hypervisors
  readonly tickets: Tickets
  readonly sessions: Sessions
}

/**
 * Leave to see a guest's screen or its serial line. The ticket is the secret: neither asks for a password itself. It
 * closes when its viewer signs out.
 */
export function monitorChannelService({
  view,
  hypervisors,
  tickets,
  sessions
}: Deps): Handlers<'monitorChannel', Call, TaskCall> {
  return {
    async create({ guest: id, kind }, { caller }) {
      const guest = view.get(id)
      allow('console', guest)
      const signOut = sessions.signOutOf(caller.session)
      const open = async (): Promise<Duplex> => {
        if (signOut?.aborted) fail('SESSION_INVALID', {})
        const stream = await hypervisors.use(guest.cell, (driver) => driver[kind].open(guest))
        if (signOut) closeOn(signOut, stream)
        return stream
      }
      const protocol = kind === 'screen' ? 'vnc' : 'serial'
      return { id: tickets.issue({ kind: 'console', open }), protocol, username: '', password: '' }
    }
  }
}

function closeOn(signOut: AbortSignal, stream: Duplex): void {
  const close = (): unknown => stream.destroy(new AppError('SESSION_INVALID', {}))
  signOut.addEventListener('abort', close)
  stream.once('close', () => signOut.removeEventListener('abort', close))
}
