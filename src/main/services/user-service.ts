import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Sessions } from '@main/kernel/sessions'
import type { UserRepository } from '@main/store/repositories/user-repository'
import type { Accounts } from './accounts'
import type { AutomaticSignIn } from './automatic-sign-in'
import type { Passwords } from './passwords'
import type { SignInChecks } from './sign-in-checks'

interface Deps {
  readonly users: UserRepository
  readonly accounts: Accounts
  readonly automatic: AutomaticSignIn
  readonly passwords: Passwords
  readonly checks: SignInChecks
  readonly sessions: Sessions
}

export function userService(deps: Deps): Handlers<'user', Call, TaskCall> {
  const { users, accounts, automatic, passwords, checks, sessions } = deps
  /** Who has signed in with the old password is signed out, but for the one who changes it. */
  const replacePassword = async (name: string, password: string, { caller }: Call): Promise<void> => {
    const hash = await passwords.hash(password)
    accounts.change(() => {
      users.update({ ...accounts.user(name), password: hash })
      automatic.forget(name)
    })
    await automatic.tidyUp()
    checks.forgive(name)
    sessions.endAllOf(name, caller.session)
  }

  return {
    list: async () => users.list().map(({ name }) => name),

    overview: async () => accounts.overview(),

    async get({ user }) {
      const { name, nick, mail, group } = accounts.user(user)
      return { name, nick, mail, group }
    },

    async create({ user: name, nick, mail, password }) {
      const refuseTaken = (): void => {
        if (users.find(name)) fail('USER_NAME_TAKEN', { user: name })
      }
      refuseTaken()
      const hash = await passwords.hash(password)
      accounts.change(() => {
        // Somebody else may have been quicker.
        refuseTaken()
        users.insert({ name, nick, mail, password: hash, group: '' })
      })
      return {}
    },

    async modify({ user: name, nick, mail }) {
      accounts.change(() => {
        const user = accounts.user(name)
        users.update({ ...user, nick: nick ?? user.nick, mail: mail ?? user.mail })
      })
      return {}
    },

    async remove({ user: name }) {
      accounts.change(() => users.remove(accounts.user(name).name))
      await automatic.tidyUp()
      checks.forgive(name)
      sessions.endAllOf(name)
      return {}
    },

    async setPassword({ user: name, old, new: password }, call) {
      // Said in the same words as a wrong password, so that nobody learns who exists.
      if (name !== call.caller.user) fail('PASSWORD_WRONG', {})
      if (!(await checks.check(name, old))) fail('PASSWORD_WRONG', {})
      await replacePassword(name, password, call)
      return {}
    },

    async resetPassword({ user, password }, call) {
      accounts.user(user)
      await replacePassword(user, password, call)
      return {}
    },

    search: async ({ group }) => users.namesIn(group === '' ? '' : accounts.group(group).name)
  }
}
