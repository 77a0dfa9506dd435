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
  it('a person explores the demo fleet down to the console of a guest', async () => {
    await onDesktop(shell(), async (desktop) => {
      const journey = new Journey(desktop)
      await journey.open()
      await journey.setUp('demo')
      await journey.lists(1000)

      await journey.filter('pool:lab status:running name~course-net')
      await expect.poll(() => journey.rows.allInnerTexts()).toSatisfy(areOnly(/course-net[^]*Running/))
      const name = await journey.goTo('course-net')
      expect(name).toContain('course-net')

      const console = await journey.openConsole()
      await console.simulatedGuestSays(`${name} login:`)
      await console.type('ada\n')
      await console.simulatedGuestSays(`ada@${name}:~$`)
      await console.type('uname -a\n')
      await console.simulatedGuestSays(`Linux ${name} `)

      await console.switchSerial()
      await console.terminalSays(`${name} login:`)
      await console.type('bob\necho over and out\n')
      await console.terminalSays('$ echo over and outover and out')
      await console.switchSerial()
      await console.simulatedGuestSays(`Linux ${name} `)

      await console.fullScreen()
      await console.forceOff()
      expect(await console.lastPictureFilter()).toBe('grayscale(1)')
      await journey.startFrom(console)
      await console.simulatedGuestSays(`${name} login:`)
    })
  })
})

/** True for some rows, all of which match. */
const areOnly =
  (pattern: RegExp) =>
  (rows: string[]): boolean =>
    rows.length > 0 && rows.every((row) => pattern.test(row))
