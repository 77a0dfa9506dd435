import { describe, expect, test } from 'vitest'
import { after, administratorsOf, lastAdministrator, menusOfGroup } from '@shared/rules/account-rules'
import type { Accounts } from '@shared/contract/user'

const user = (name: string, group: string) => ({ name, group, nick: '', mail: '' })
const accounts: Accounts = {
  users: [user('ada', 'keepers'), user('eve', 'team'), user('ivo', '')],
  groups: [
    { name: 'keepers', display: '', role: ['admin', 'looker'], member: ['ada'] },
    { name: 'team', display: '', role: ['looker'], member: ['eve'] }
  ],
  roles: [
    { name: 'admin', menu: ['user', 'log'] },
    { name: 'looker', menu: ['dashboard'] }
  ],
  revision: 1
}

test('a group has the menus of all its roles', () => {
  expect([...menusOfGroup(accounts, 'keepers')].toSorted()).toEqual(['dashboard', 'log', 'user'])
  expect([...menusOfGroup(accounts, 'none')]).toEqual([])
})

test('administrators are those whose group lets them manage users', () =>
  expect(administratorsOf(accounts)).toEqual(['ada']))

describe('the last administrator', () => {
  test.each([
    ['is deleted', after.userGone(accounts, 'ada')],
    ['is put into another group', after.userIn(accounts, 'ada', 'team')],
    ['is in a group that loses the role', after.groupWith(accounts, 'keepers', ['looker'])],
    ['has a role that loses the menu', after.roleWith(accounts, 'admin', ['log'])]
  ])('is named when they would be lost, since who can manage users %s', (_what, state) =>
    expect(lastAdministrator(accounts, state)).toBe('ada')
  )

  test.each([
    ['somebody else is deleted', after.userGone(accounts, 'eve')],
    ['a role loses another menu', after.roleWith(accounts, 'admin', ['user'])],
    ['another group gets the role', after.groupWith(accounts, 'team', ['admin'])]
  ])('stays when %s', (_what, state) => expect(lastAdministrator(accounts, state)).toBeUndefined())
})
