import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Menu } from '@shared/contract/permissions'
import type { Call, TaskCall } from '@main/kernel/call'
import type { GroupRepository } from '@main/store/repositories/group-repository'
import type { RoleRepository } from '@main/store/repositories/role-repository'
import type { Accounts } from './accounts'

interface Deps {
  readonly roles: RoleRepository
  readonly groups: GroupRepository
  readonly accounts: Accounts
}

export function roleService({ roles, groups, accounts }: Deps): Handlers<'role', Call, TaskCall> {
  const find = (role: string): Menu[] => roles.find(role) ?? fail('ROLE_NOT_FOUND', { role })

  return {
    list: async () => roles.names(),
    get: async ({ role }) => ({ menu: find(role), resource: [] }),

    async create({ role, menu }) {
      accounts.change(() => {
        if (roles.find(role)) fail('ROLE_NAME_TAKEN', { role })
        roles.insert(role, [...new Set(menu)])
      })
      return {}
    },

    async modify({ role, menu }) {
      accounts.change(() => {
        find(role)
        roles.update(role, [...new Set(menu)])
      })
      return {}
    },

    async remove({ role }) {
      accounts.change(() => {
        find(role)
        const users = groups.namesWith(role)
        if (users.length > 0) fail('ROLE_IN_USE', { role, groups: users })
        roles.remove(role)
      })
      return {}
    }
  }
}
