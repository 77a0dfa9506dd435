import { expect, onTestFinished, test } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import type { Guest } from '@shared/contract/guest'
import SerialTerminal from '@/features/console/SerialTerminal.vue'
import { useGuestPower } from '@/features/console/use-guest-power'
import { createWindowApp } from '@/window-app'
import { FakeCore } from './support/fake-core'
import { aGuest } from './support/samples'
import { until } from './support/until'

/** The terminal of a guest, and the far ends of its lines. */
function terminalOf(patch: Partial<Guest>) {
  const core = new FakeCore({
    'monitorChannel.create': () => ({ id: 'ticket', protocol: 'serial', username: '', password: '' }),
    'instance.start': () => ({})
  })
  const guest = ref(aGuest(patch))
  const root = defineComponent(() => {
    const power = useGuestPower(guest)
    return () => h(SerialTerminal, { guest: guest.value, power })
  })
  const app = createWindowApp(root, core)
  app.mount(document.body.appendChild(document.createElement('div')))
  onTestFinished(() => app.unmount())
  const says = (text: string) => until(text, () => document.body.textContent.includes(text))
  const stateIs = (state: string) => until(state, () => document.querySelector(`[data-serial=${state}]`))
  /** The newest of so many lines that were opened, once it is connected. */
  const line = async (count = 1) => {
    const channel = await until(`line ${count}`, () => core.channels[count - 1])
    channel.open()
    await stateIs('connected')
    return channel
  }
  return { core, guest, app, line, says, stateIs }
}

test('what is typed goes to the guest; the line is let go with the terminal', async () => {
  const { core, app, line } = terminalOf({ running: true })
  const channel = await line()
  expect(core.askedOf('monitorChannel.create')).toEqual([{ guest: 'g1', kind: 'serial' }])
  const keyboard = document.activeElement
  expect(keyboard?.tagName).toBe('TEXTAREA')
  keyboard?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13, bubbles: true, cancelable: true }))
  expect(channel.received.map((bytes) => [...bytes])).toEqual([[13]])
  app.unmount()
  expect(channel.isClosed).toBe(true)
  expect(document.querySelector('.xterm')).toBeNull()
})

test('a lost line comes back by itself, and says meanwhile why', async () => {
  const { line, says } = terminalOf({ running: true })
  ;(await line()).finish('Guest "web-1" has no serial line')
  await says('Guest "web-1" has no serial line')
  await line(2)
  expect(document.body.textContent).not.toContain('has no serial line')
})

test('a guest that is off can be started in front of its terminal', async () => {
  const { core, guest, line, says } = terminalOf({ running: false })
  await says('This guest is off')
  document.querySelector<HTMLElement>('[data-test=start]')?.click()
  await until('the start', () => core.askedOf('instance.start').length === 1)
  guest.value = aGuest({ running: true, revision: 2 })
  await line()
})
