import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Session } from '@shared/contract/session'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Sessions } from '@main/kernel/sessions'
import type { UserRecord, UserRepository } from '@main/store/repositories/user-repository'
import type { AutomaticSignIn } from './automatic-sign-in'
import type { SignInChecks } from './sign-in-checks'

interface Deps {
  readonly users: Pick<UserRepository, 'find'>
  readonly checks: SignInChecks
  readonly automatic: AutomaticSignIn
  readonly sessions: Sessions
}

export function sessionService(deps: Deps): Handlers<'session', Call, TaskCall> {
  const { users, checks, automatic, sessions } = deps
  const own = (id: string, { caller }: Call): string => (id === caller.session ? id : fail('SESSION_INVALID', {}))
  const show = (id: string): Session => sessions.find(id) ?? fail('SESSION_INVALID', {})
  /** As the newest original does, this refuses who is in no group, and could do nothing (api/semantics 2.16). */
  const start = (user: UserRecord | undefined, { caller: { address } }: Call): Session => {
    const { name, group } = user ?? fail('SIGN_IN_REFUSED', {})
    if (group === '') fail('USER_WITHOUT_GROUP', { user: name })
    return show(sessions.start({ user: name, address }))
  }

  return {
    create: async ({ user, password }, call) => start(await checks.check(user, password), call),

    createAutomatic: async ({ user, token }, call) =>
      start(automatic.isRight(user, token) ? users.find(user) : undefined, call),

    automatic: () => automatic.show(),

    async setAutomatic({ enabled }, { caller: { user } }) {
      if (user === '') fail('SIGN_IN_NEEDED', {})
      await (enabled ? automatic.switchOn(user) : automatic.switchOff())
      return {}
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
