import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Session } from '@shared/contract/session'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Sessions } from '@main/kernel/sessions'
import type { SignInChecks } from './sign-in-checks'

interface Deps {
  readonly checks: SignInChecks
  readonly sessions: Sessions
}

export function sessionService({ checks, sessions }: Deps): Handlers<'session', Call, TaskCall> {
  const own = (id: string, { caller }: Call): string => (id === caller.session ? id : fail('SESSION_INVALID', {}))
  const show = (id: string): Session => sessions.find(id) ?? fail('SESSION_INVALID', {})

  return {
    /** As the newest original does, this refuses who is in no group, and could do nothing (api/semantics 2.16). */
    async create({ user: name, password }, { caller: { address } }) {
      const user = (await checks.check(name, password)) ?? fail('SIGN_IN_REFUSED', {})
      if (user.group === '') fail('USER_WITHOUT_GROUP', { user: name })
      return show(sessions.start({ user: name, address }))
    },

    list: async (_input, { caller }) => sessions.list(caller.session),

    async end({ id }) {
      if (!sessions.endListed(id)) fail('SESSION_NOT_FOUND', {})
      return {}
    },

    current: async (_input, { caller }) => ({ session: sessions.find(caller.session) ?? null }),

    get: async ({ id }, call) => show(own(id, call)),

    async keep({ id }, call) {
      if (!sessions.keep(own(id, call))) fail('SESSION_INVALID', {})
      return {}
    },

    async remove({ id }, call) {
      sessions.end(own(id, call))
      return {}
    }
  }
}
