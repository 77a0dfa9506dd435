import { z } from 'zod'
import { AccountName, Nothing } from './common'
import { operation } from './define'
import { menus } from './permissions'

/** `resource` is always empty: what a role may do follows from its menus. */
export const Role = z.object({ menu: z.array(z.enum(menus)), resource: z.array(z.string()) })
export type Role = z.output<typeof Role>

const one = z.object({ role: z.string().max(64) })
const menu = z.array(z.enum(menus))

export const roleOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /roles/',
    summary: 'List the names of the roles',
    input: z.object({}),
    output: z.array(z.string()),
    permission: 'user:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /roles/:role',
    summary: 'Look at one role',
    input: one,
    output: Role,
    permission: 'user:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /roles/:role',
    summary: 'Make a role that grants menus',
    input: z.object({ role: AccountName, menu }),
    output: Nothing,
    permission: 'user:write',
    audit: ({ role, menu }) => `made role "${role}" (${menu.join(', ')})`
  }),

  modify: operation({
    kind: 'command',
    route: 'PUT /roles/:role',
    summary: 'Change the menus of a role',
    input: one.extend({ menu }),
    output: Nothing,
    permission: 'user:write',
    audit: ({ role, menu }) => `changed role "${role}" (${menu.join(', ')})`
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /roles/:role',
    summary: 'Delete a role that no group has',
    input: one,
    output: Nothing,
    permission: 'user:write',
    audit: ({ role }) => `deleted role "${role}"`
  })
}
