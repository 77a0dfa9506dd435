import { expect, it } from 'vitest'
import { Journey } from '../support/journey'
import { Keyboard } from '../support/keyboard'
import { onDesktop } from '../support/on-desktop'
import { servedShell } from '../support/served-shell'

it('a person without a mouse gets from the first run to typing in the console of a guest, and switches it off', () =>
  onDesktop(servedShell(), async (desktop) => {
    const journey = new Journey(desktop)
    await journey.open()
    const { page } = journey
    const keyboard = new Keyboard(page)
    const at = (name: string) => page.locator(`[data-test=${name}]`)

    await keyboard.tabTo(at('door-computer'))
    await keyboard.press('Space')
    await keyboard.tabTo(at('continue'))
    await keyboard.press('Enter')
    await keyboard.tabTo(page.locator('input[name=password]'))
    await keyboard.type('Analytical1')
    await keyboard.tabTo(page.locator('input[name=repeat]'))
    await keyboard.type('Analytical1')
    await keyboard.press('Enter')

    await at('create-first').waitFor()
    await keyboard.press('Control+n')
    await keyboard.tabTo(at('name'))
    await keyboard.press('Control+a')
    await keyboard.type('first')
    await keyboard.tabTo(at('create-and-start'))
    await keyboard.press('Enter')
    await journey.guestIs('running')

    await expect.poll(() => at('open-console').isEnabled()).toBe(true)
    await keyboard.press('Control+Enter')
    const console = await journey.consoleWindow()
    await console.sampleGuestSays('')
    await console.type('nina')
    await console.sampleGuestSays('nina')

    await page.bringToFront()
    await keyboard.tabTo(page.getByRole('button', { name: 'Shut down', exact: true }))
    await keyboard.press('Enter')
    await journey.guestIs('stopped')
    expect(await desktop.guestProcesses()).toEqual([])
  }))
