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

/** Who is signed in by itself when the application starts, '' for nobody; `reason` is why that cannot be, '' where it can. */
export const AutomaticSignIn = z.object({ reason: z.enum(['', 'no_desktop', 'no_keyring']), user: z.string() })
export type AutomaticSignIn = z.output<typeof AutomaticSignIn>

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

  createAutomatic: operation({
    kind: 'command',
    route: 'POST /sessions/automatic/',
    summary: 'Sign in with the token that the desktop application keeps for this user of this computer',
    input: z.object({ user: z.string().max(64), token: z.string().max(128) }),
    output: Session,
    permission: 'public',
    audit: ({ user }) => `signed in as "${user}" by itself`
  }),

  automatic: operation({
    kind: 'query',
    route: 'GET /sessions/automatic/',
    summary: 'Say who is signed in by itself when the application starts, and whether that can be chosen here',
    input: z.object({}),
    output: AutomaticSignIn,
    permission: 'system:setup'
  }),

  setAutomatic: operation({
    kind: 'command',
    route: 'PUT /sessions/automatic/',
    summary: 'Sign oneself in by itself whenever the application starts on this computer, or nobody any more',
    input: z.object({ enabled: z.boolean() }),
    output: Nothing,
    permission: 'system:setup',
    audit: ({ enabled }) => `switched signing in by itself ${enabled ? 'on' : 'off'}`
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
