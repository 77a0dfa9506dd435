import type { Menu } from '../contract/permissions'
import { permissionsOf } from '../contract/permissions'
import type { Accounts } from '../contract/user'

type State = Pick<Accounts, 'users' | 'groups' | 'roles'>

/** The menus of a group's roles. */
export const menusOfGroup = ({ groups, roles }: Pick<State, 'groups' | 'roles'>, group: string): Set<Menu> => {
  const its = groups.find(({ name }) => name === group)?.role ?? []
  return new Set(roles.filter(({ name }) => its.includes(name)).flatMap(({ menu }) => menu))
}

/** The names of those who can manage users. */
export const administratorsOf = (state: State): string[] =>
  state.users
    .filter(({ group }) => permissionsOf([...menusOfGroup(state, group)]).has('user:write'))
    .map(({ name }) => name)

/** The last one who can manage users, where a change would leave nobody who can; else undefined. */
export function lastAdministrator(before: State, after: State): string | undefined {
  const [last] = administratorsOf(before)
  return administratorsOf(after).length === 0 ? last : undefined
}

/** What accounts would be after a change. */
export const after = {
  userGone: (state: State, user: string): State => ({
    ...state,
    users: state.users.filter(({ name }) => name !== user)
  }),
  userIn: (state: State, user: string, group: string): State => ({
    ...state,
    users: state.users.map((each) => (each.name === user ? { ...each, group } : each))
  }),
  groupWith: (state: State, group: string, role: readonly string[]): State => ({
    ...state,
    groups: state.groups.map((each) => (each.name === group ? { ...each, role: [...role] } : each))
  }),
  roleWith: (state: State, role: string, menu: readonly Menu[]): State => ({
    ...state,
    roles: state.roles.map((each) => (each.name === role ? { ...each, menu: [...menu] } : each))
  })
} as const
