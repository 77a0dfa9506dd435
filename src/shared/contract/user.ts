import { z } from 'zod'
import { AccountName, Nothing } from './common'
import { operation } from './define'
import { menus } from './permissions'
import { Password } from './system'
import { UserGroupDetails } from './user-group'

export const User = z.object({ name: z.string(), nick: z.string(), mail: z.string(), group: z.string() })
export type User = z.output<typeof User>

/** All users, groups and roles at one moment, each by name. */
export const Accounts = z.object({
  users: z.array(User),
  groups: z.array(UserGroupDetails),
  roles: z.array(z.object({ name: z.string(), menu: z.array(z.enum(menus)) })),
  revision: z.int()
})
export type Accounts = z.output<typeof Accounts>

const one = z.object({ user: z.string().max(64) })
const nick = z.string().max(64)
const mail = z.union([z.literal(''), z.email('Write an address such as ada@example.org')])

export const userOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /users/',
    summary: 'List the names of the users',
    input: z.object({}),
    output: z.array(z.string()),
    permission: 'user:read'
  }),

  overview: operation({
    kind: 'query',
    route: 'GET /accounts/',
    summary: 'Look at all users, groups and roles at once',
    input: z.object({}),
    output: Accounts,
    permission: 'user:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /users/:user',
    summary: 'Look at one user',
    input: one,
    output: User,
    permission: 'user:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /users/:user',
    summary: 'Make a user; without a group nothing can be done yet',
    input: z.object({ user: AccountName, nick: nick.default(''), mail: mail.default(''), password: Password }),
    output: Nothing,
    permission: 'user:write',
    audit: ({ user }) => `made user "${user}"`
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /users/:user',
    summary: 'Change the nickname or the mail address of a user',
    input: one.extend({ nick: nick.optional(), mail: mail.optional() }),
    output: Nothing,
    permission: 'user:write',
    audit: ({ user }) => `changed user "${user}"`
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /users/:user',
    summary: 'Delete a user, which ends their sessions; the last administrator stays',
    input: one,
    output: Nothing,
    permission: 'user:write',
    audit: ({ user }) => `deleted user "${user}"`
  }),

  setPassword: operation({
    kind: 'command',
    route: 'PUT /users/:user/password/',
    summary: 'Change one’s own password, which ends all other sessions of oneself',
    input: one.extend({ old: z.string().max(256), new: Password }),
    output: Nothing,
    permission: 'session:own',
    audit: ({ user }) => `changed the password of user "${user}"`
  }),

  resetPassword: operation({
    kind: 'command',
    route: 'PUT /users/:user/password/reset',
    summary: 'Give a user who forgot theirs a new password, which ends their sessions',
    input: one.extend({ password: Password }),
    output: Nothing,
    permission: 'user:write',
    audit: ({ user }) => `reset the password of user "${user}"`
  }),

  search: operation({
    kind: 'query',
    route: 'GET /user_search/',
    summary: 'List the users of a group; without a group, those in none',
    input: z.object({ group: z.string().default('') }),
    output: z.array(z.string()),
    permission: 'user:read'
  })
}
