import type { Session } from '@shared/contract/session'
import { dispatchAs } from '@main/gateways/dispatch-as'
import type { SignIn } from '@main/gateways/sign-in'
import type { Core } from '@main/kernel/core'
import type { Safe } from '@main/kernel/safe'

/** Signs in whom the safe names, for all windows; without one, or when that fails, they ask as ever. */
export async function signInByItself(core: Core, safe: Safe, signIn: SignIn): Promise<void> {
  try {
    const [user, token] = (await safe.read()).split('\n')
    if (token === undefined) return
    const nobody = { session: '', address: '127.0.0.1' }
    const session = await dispatchAs(core, nobody, ['session.createAutomatic', { user, token }])
    signIn.present((session as Session).session)
  } catch (cause) {
    core.log.warn(`nobody is signed in by itself: ${(cause as Error).message}`)
  }
}
