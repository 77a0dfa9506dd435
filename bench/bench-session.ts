import type { Session } from '@shared/contract/session'
import type { Core } from '@main/kernel/core'

/** Signs the first administrator in, and gives the session. */
export async function benchSession({ dispatcher, sessions }: Core): Promise<string> {
  const [nobody, account] = [sessions.nobody('127.0.0.1'), { user: 'bench', password: 'Analytical1' }]
  await dispatcher.dispatch('system.init', account, nobody)
  return ((await dispatcher.dispatch('session.create', account, nobody)) as Session).session
}
