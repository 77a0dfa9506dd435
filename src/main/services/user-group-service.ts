import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Call, TaskCall } from '@main/kernel/call'
import type { GroupRepository } from '@main/store/repositories/group-repository'
import type { RoleRepository } from '@main/store/repositories/role-repository'
import type { UserRepository } from '@main/store/repositories/user-repository'
import type { Accounts } from './accounts'

interface Deps {
  readonly users: UserRepository
  readonly groups: GroupRepository
  readonly roles: RoleRepository
  readonly accounts: Accounts
}

export function userGroupService({ users, groups, roles, accounts }: Deps): Handlers<'userGroup', Call, TaskCall> {
  const refuseUnknown = (names: readonly string[]): void => {
    for (const role of names) if (!roles.find(role)) fail('ROLE_NOT_FOUND', { role })
  }

  return {
    list: async () => groups.list(),

    async get({ group }) {
      const { name, display, role } = accounts.group(group)
      return { name, display, role: [...role], member: users.namesIn(group) }
    },

    async create({ group, display, role }) {
      accounts.change(() => {
        if (groups.find(group)) fail('GROUP_NAME_TAKEN', { group })
        refuseUnknown(role)
        groups.insert({ name: group, display, role })
      })
      return {}
    },

    async modify({ group: name, display, role }) {
      accounts.change(() => {
        const group = accounts.group(name)
        refuseUnknown(role ?? [])
        groups.update({ name, display: display ?? group.display, role: role ?? group.role })
      })
      return {}
    },

    async remove({ group }) {
      accounts.change(() => {
        accounts.group(group)
        const members = users.namesIn(group).length
        if (members > 0) fail('GROUP_HAS_MEMBERS', { group, members })
        groups.remove(group)
      })
      return {}
    },

    listMembers: async ({ group }) => users.namesIn(accounts.group(group).name),

    async addMember({ group, user: name }) {
      accounts.change(() => {
        accounts.group(group)
        const user = accounts.user(name)
        if (user.group !== '') fail('USER_HAS_GROUP', { user: name, group: user.group })
        users.update({ ...user, group })
      })
      return {}
    },

    async removeMember({ group, user: name }) {
      accounts.change(() => {
        accounts.group(group)
        const user = accounts.user(name)
        if (user.group !== group) fail('USER_NOT_MEMBER', { user: name, group })
        users.update({ ...user, group: '' })
      })
      return {}
    }
  }
}
