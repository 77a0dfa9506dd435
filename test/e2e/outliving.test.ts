import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
  it('a guest runs on when the product is killed, and is found again with what was on its screen', async () => {
    await onDesktop(shell(), async (desktop) => {
      const journey = new Journey(desktop)
      const before = await journey.runGuest('survivor')
      await before.type('testing')
      await before.sampleGuestSays('testing')
      const running = await desktop.guestProcesses()

      await desktop.kill()
      expect(await desktop.guestProcesses()).toEqual(running)

      await journey.open()
      await journey.signIn()
      await expect.poll(() => journey.rows.allInnerTexts()).toEqual([expect.stringMatching(/survivor[^]*Running/)])
      await journey.goTo('survivor')
      const after = await journey.openConsole()
      await after.sampleGuestSays('testing')
      await after.type(' it')
      await after.sampleGuestSays('testing it')
    })
  })

  it('a guest whose QEMU is killed is off within two seconds, and is started again from its last picture', async () => {
    await onDesktop(shell(), async (desktop) => {
      const journey = new Journey(desktop)
      const console = await journey.runGuest('victim')
      await console.type('testing')
      await console.sampleGuestSays('testing')

      for (const pid of await desktop.guestProcesses()) process.kill(pid, 'SIGKILL')
      await journey.guestIs('error', 2_000)
      await journey.page.getByText('Its QEMU ended unexpectedly').waitFor()
      await console.sampleGuestSays('testing', 'last')

      await journey.startFrom(console)
      await console.sampleGuestSays('')
    })
  })
})
