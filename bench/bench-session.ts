import { menus, permissionsOf } from '@shared/contract/permissions'
import type { Session } from '@shared/contract/session'
import type { Caller } from '@main/kernel/call'
import type { Core } from '@main/kernel/core'

const account = { user: 'ada', password: 'Analytical1' }

/** Makes the first administrator, signs them in, and gives the session. */
export async function benchSession({ dispatcher, sessions }: Core): Promise<string> {
  const nobody = sessions.nobody('127.0.0.1')
  await dispatcher.dispatch('system.init', account, nobody)
  return ((await dispatcher.dispatch('session.create', account, nobody)) as Session).session
}

/** Signs the same administrator in where the core is served. */
export async function servedSession(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/sessions/`, { method: 'POST', body: JSON.stringify(account) })
  return ((await answer.json()) as { data: Session }).data.session
}

/** Who may everything, through no door. */
export const admin: Caller = {
  user: account.user,
  group: '',
  session: '',
  address: '',
  permissions: permissionsOf(menus),
  shares: new Set()
}
