import { readdirSync } from 'node:fs'
import { join } from 'node:path'
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
  ['serve shell', () => servedShell(), 'en'],
  ['serve shell in Chinese', () => servedShell({ locale: 'zh-CN' }), 'zh-CN'],
  ['Electron shell', () => electronShell(display.name), 'en']
] as const)('in the %s', (_name, shell, locale) => {
  it('a person gets from the first run to the console of a guest, and rid of it again', async () => {
    await onDesktop(shell(), async (desktop) => {
      const journey = new Journey(desktop, locale)
      await journey.open()
      await journey.setUp('computer')
      await journey.createGuest('first')
      await journey.start()
      expect(await desktop.guestProcesses()).toHaveLength(1)

      const console = await journey.openConsole()
      await console.sampleGuestSays('')
      await console.type('testing')
      await console.sampleGuestSays('testing')

      await journey.shutDown()
      await journey.deleteGuest('first')
      expect(await desktop.guestProcesses()).toEqual([])
      expect(readdirSync(join(desktop.dataFolder, 'guests'))).toEqual([])
    })
  })
})
