import { after, lastAdministrator } from '@shared/rules/account-rules'
import type { Menu } from '@shared/contract/permissions'
import type { Accounts, User } from '@shared/contract/user'
import { useErrorText } from '@/composables/use-error-text'
import { useWhy } from '@/composables/use-why'
import { useAccounts } from '@/stores/accounts'

/** Says why an account cannot be changed so; undefined when it can. */
export function useAccountWhy() {
  const { whyNot } = useErrorText()
  const { lacks } = useWhy()
  const accounts = useAccounts()

  const write = (): string | undefined => lacks('user:write')
  const lost = (state: Pick<Accounts, 'users' | 'groups' | 'roles'>): string | undefined => {
    const user = lastAdministrator(accounts.all, state)
    return user === undefined ? undefined : whyNot('LAST_ADMINISTRATOR', { user })
  }
  return {
    write,
    removeUser: (user: string) => write() ?? lost(after.userGone(accounts.all, user)),
    moveUser: ({ name }: Pick<User, 'name'>, group: string) => write() ?? lost(after.userIn(accounts.all, name, group)),
    changeGroup: (group: string, role: readonly string[]) => lost(after.groupWith(accounts.all, group, role)),
    changeRole: (role: string, menu: readonly Menu[]) => lost(after.roleWith(accounts.all, role, menu)),

    removeGroup(group: string): string | undefined {
      const members = accounts.all.users.filter((user) => user.group === group).length
      return write() ?? (members > 0 ? whyNot('GROUP_HAS_MEMBERS', { group, members }) : undefined)
    },
    removeRole(role: string): string | undefined {
      const groups = accounts.all.groups.filter((group) => group.role.includes(role)).map(({ name }) => name)
      return write() ?? (groups.length > 0 ? whyNot('ROLE_IN_USE', { role, groups }) : undefined)
    }
  }
}
