import { z } from 'zod'
import { LocalTime, Nothing } from './common'
import { operation } from './define'
import { menus, permissions } from './permissions'

/** Who is signed in. `timeout` is in seconds and starts again with every `keep`. */
export const Session = z.object({
  session: z.string(),
  user: z.string(),
  group: z.string(),
  address: z.string(),
  timeout: z.int(),
  menu: z.array(z.enum(menus)),
  resource: z.array(z.string()),
  permissions: z.array(z.enum(permissions))
})
export type Session = z.output<typeof Session>

/** A sign-in as others see it: `id` tells two apart and opens nothing; `own` is that of who asks. */
export const SessionEntry = Session.pick({ user: true, group: true, address: true }).extend({
  id: z.string(),
  start_time: LocalTime,
  own: z.boolean()
})
export type SessionEntry = z.output<typeof SessionEntry>

const own = z.object({ id: z.string() })

export const sessionOperations = {
  create: operation({
    kind: 'command',
    route: 'POST /sessions/',
    summary: 'Sign in',
    input: z.object({ user: z.string().max(64), password: z.string().max(256), nonce: z.string().max(64).default('') }),
    output: Session,
    permission: 'public',
    audit: ({ user }) => `signed in as "${user}"`
  }),

  list: operation({
    kind: 'query',
    route: 'GET /sessions/',
    summary: 'List who is signed in; the ids shown open nothing',
    input: z.object({}),
    output: z.array(SessionEntry),
    permission: 'session:list'
  }),

  end: operation({
    kind: 'command',
    route: 'DELETE /sessions/listed/:id',
    summary: 'Sign somebody out, by the id in the list',
    input: own,
    output: Nothing,
    permission: 'user:write',
    audit: ({ id }) => `ended sign-in ${id}`
  }),

  current: operation({
    kind: 'query',
    route: 'GET /sessions/current',
    summary: 'Say who is signed in on this connection; nobody gives null',
    input: z.object({}),
    output: z.object({ session: Session.nullable() }),
    permission: 'public'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /sessions/:id',
    summary: 'Look at one’s own session',
    input: own,
    output: Session,
    permission: 'session:own'
  }),

  keep: operation({
    kind: 'query',
    route: 'PUT /sessions/:id',
    summary: 'Keep one’s own session for another timeout',
    input: own,
    output: Nothing,
    permission: 'session:own'
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /sessions/:id',
    summary: 'Sign out',
    input: own,
    output: Nothing,
    permission: 'session:own',
    audit: () => 'signed out'
  })
}
