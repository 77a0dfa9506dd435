import { unbuilt } from './unbuilt'
import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Sessions } from '@main/kernel/sessions'
import type { UserRepository } from '@main/store/repositories/user-repository'
import { verifyPassword } from './passwords'

interface Deps {
  readonly users: UserRepository
  readonly sessions: Sessions
}

export function sessionService({ users, sessions }: Deps): Handlers<'session', Call, TaskCall> {
  const own = (id: string, { caller }: Call): string => (id === caller.session ? id : fail('SESSION_INVALID', {}))

  return {
    ...unbuilt<Handlers<'session', Call, TaskCall>>(),
    async create({ user: name, password }, { caller: { address } }) {
      const user = users.find(name)
      const isRight = await verifyPassword(password, user?.password)
      if (!user || !isRight) fail('SIGN_IN_REFUSED', {})
      return sessions.start({ user: user.name, group: user.group, address, menu: users.menusOf(user.group) })
    },

    current: async (_input, { caller }) => ({ session: sessions.find(caller.session) ?? null }),

    get: async ({ id }, call) => sessions.find(own(id, call)) ?? fail('SESSION_INVALID', {}),

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
