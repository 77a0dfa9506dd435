import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { Journey } from '../../support/journey'
import { onDesktop } from '../../support/on-desktop'
import { servedShell } from '../../support/served-shell'

/** What Chromium itself says of sockets while nobody listens. */
const NOBODY_LISTENS = /WebSocket connection to .* failed/

it('a console window finds its guest again by itself after the serve shell was killed and started again', async () => {
  await onDesktop(servedShell(), async (desktop) => {
    desktop.complaints.expect(NOBODY_LISTENS)
    const journey = new Journey(desktop)
    const console = await journey.runGuest('steady')
    await console.type('testing')
    await console.sampleGuestSays('testing')

    await desktop.running.restart()
    await journey.signIn()
    await console.sampleGuestSays('testing')
    await console.type(' it')
    await console.sampleGuestSays('testing it')
  })
})

it('a person signs out and in again, and is asked to when the sign-in has ended', async () => {
  await onDesktop(servedShell(), async (desktop) => {
    const journey = new Journey(desktop)
    await journey.open()
    await journey.setUp('computer')
    await journey.signOut()
    await journey.signIn()

    await endSession(journey.page)
    await journey.clickInMenu('cells.title')
    await journey.signIn()
  })
})

/** Ends the sign-in of a window behind its back. */
async function endSession(page: Page): Promise<void> {
  const session = await page.evaluate<string>("sessionStorage.getItem('nano.session')")
  const { origin } = new URL(page.url())
  const { ok } = await fetch(`${origin}/api/v1/sessions/${session}`, {
    method: 'DELETE',
    headers: { 'Nano-Session': session }
  })
  expect(ok).toBe(true)
}
