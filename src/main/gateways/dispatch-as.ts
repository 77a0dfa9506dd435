import { AppError, fail } from '@shared/contract/errors'
import type { Core } from '@main/kernel/core'

/** Who comes through a door: the session shown (`''` for none) and the address come from. */
export interface Visitor {
  readonly session: string
  readonly address: string
}

/** Calls an operation. A session that has ended is as good as none for what is public; else it is the refusal. */
export async function dispatchAs(
  { dispatcher, sessions }: Pick<Core, 'dispatcher' | 'sessions'>,
  { session, address }: Visitor,
  [name, input]: readonly [name: string, input: unknown]
): Promise<unknown> {
  const caller = sessions.callerOf(session) ?? sessions.nobody(address)
  try {
    return await dispatcher.dispatch(name, input, caller)
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'SIGN_IN_NEEDED' && session !== '') fail('SESSION_INVALID', {})
    throw cause
  }
}
