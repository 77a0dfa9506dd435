import type { Page } from 'playwright-core'
import type { NanoBridge } from '@shared/contract/nano-bridge'
import type { Reply } from '@shared/contract/wire'

/** In the page. */
declare const nano: NanoBridge

/** Calls an operation as the page's own script would, with whatever a broken or hostile one might say. */
export const callIn = (page: Page, operation: unknown, input: unknown): Promise<Reply> =>
  page.evaluate(([name, value]) => nano.call(name as string, value), [operation, input] as const)

/** Makes the first administrator, `ada`, and signs in. */
export async function signInFirst(page: Page): Promise<void> {
  const account = { user: 'ada', password: 'Analytical1' }
  for (const operation of ['system.init', 'session.create']) {
    const reply = await callIn(page, operation, account)
    if (!reply.ok) throw new Error(`${operation}: ${reply.error.message}`)
  }
}
