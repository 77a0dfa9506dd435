import { afterAll, beforeAll, describe, it } from 'vitest'
import { electronShell } from '../support/electron-shell'
import { Journey } from '../support/journey'
import { onDesktop } from '../support/on-desktop'
import { servedShell } from '../support/served-shell'
import { startDisplay, type XDisplay } from '../support/x-display'

let display: XDisplay
beforeAll(async () => void (display = await startDisplay()))
afterAll(() => display?.close())

describe.each([
  ['serve shell', () => servedShell()],
  ['Electron shell', () => electronShell(display.name)]
] as const)('in the %s', (_name, shell) => {
  it('a console takes no keys while nobody is signed in, and comes back with the next sign-in', async () => {
    await onDesktop(shell(), async (desktop) => {
      const journey = new Journey(desktop)
      const console = await journey.runGuest('guarded')
      await journey.signOut()
      await console.lost()
      await console.type('lost')
      await journey.signIn()
      await console.sampleGuestSays('')
      await console.type('testing')
      await console.sampleGuestSays('testing')
    })
  })
})
