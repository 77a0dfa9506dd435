import { z } from 'zod'
import { AccountName, Nothing } from './common'
import { operation } from './define'

/** `member` counts the users in it. */
export const UserGroup = z.object({ name: z.string(), display: z.string(), member: z.int() })
export type UserGroup = z.output<typeof UserGroup>

export const UserGroupDetails = z.object({
  name: z.string(),
  display: z.string(),
  role: z.array(z.string()),
  member: z.array(z.string())
})
export type UserGroupDetails = z.output<typeof UserGroupDetails>

const one = z.object({ group: z.string().max(64) })
const member = one.extend({ user: z.string().max(64) })
const display = z.string().max(64)
const role = z.array(z.string().max(64)).max(64)

export const userGroupOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /user_groups/',
    summary: 'List the user groups by name',
    input: z.object({}),
    output: z.array(UserGroup),
    permission: 'user:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /user_groups/:group',
    summary: 'Look at one user group with its roles and members',
    input: one,
    output: UserGroupDetails,
    permission: 'user:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /user_groups/:group',
    summary: 'Make a user group',
    input: z.object({ group: AccountName, display: display.default(''), role: role.default([]) }),
    output: Nothing,
    permission: 'user:write',
    audit: ({ group }) => `made user group "${group}"`
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /user_groups/:group',
    summary: 'Change the display name or the roles of a user group',
    input: one.extend({ display: display.optional(), role: role.optional() }),
    output: Nothing,
    permission: 'user:write',
    audit: ({ group }) => `changed user group "${group}"`
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /user_groups/:group',
    summary: 'Delete a user group without members',
    input: one,
    output: Nothing,
    permission: 'user:write',
    audit: ({ group }) => `deleted user group "${group}"`
  }),

  listMembers: operation({
    kind: 'query',
    route: 'GET /user_groups/:group/members/',
    summary: 'List the users in a group',
    input: one,
    output: z.array(z.string()),
    permission: 'user:read'
  }),

  addMember: operation({
    kind: 'command',
    route: 'POST /user_groups/:group/members/:user',
    summary: 'Put a user who is in no group into one',
    input: member,
    output: Nothing,
    permission: 'user:write',
    audit: ({ group, user }) => `put user "${user}" into group "${group}"`
  }),

  removeMember: operation({
    kind: 'command',
    route: 'DELETE /user_groups/:group/members/:user',
    summary: 'Take a user out of a group',
    input: member,
    output: Nothing,
    permission: 'user:write',
    audit: ({ group, user }) => `took user "${user}" out of group "${group}"`
  })
}
