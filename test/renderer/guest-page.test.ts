import { describe, expect, test, vi } from 'vitest'
import { AppError } from '@shared/contract/errors'
import type { Guest } from '@shared/contract/guest'
import type { Answers } from './support/fake-core'
import { windowWith } from './support/guest-window'
import { aGuest, anImage } from './support/samples'
import { until } from './support/until'
import { whyNot as whyOf } from './support/why-not'

async function pageOf(patch: Partial<Guest>, answers: Answers = {}, tab = '') {
  const opened = await windowWith([aGuest(patch)], answers, `/guests/g1${tab}`)
  await opened.window.find('.pagehead .crumb')
  return opened
}
const button = (name: string): Promise<HTMLButtonElement> =>
  until(`the button ${name}`, () => document.querySelector<HTMLButtonElement>(`[data-test=${name}]`))
const whyNot = (name: string): string | undefined => whyOf(`[data-test=${name}]`)
const iso = anImage({ id: 'm1', name: 'debian', format: 'iso' })

describe('the page of a guest', () => {
  test('shows what it is, where it is and in which state', async () => {
    const { core, window } = await pageOf({ running: true, tags: ['prod'], disks: [2 ** 33, 2 ** 30] })
    const head = (await window.find('.pagehead')).textContent
    expect(head).toMatch(/Guests.*web-1.*Running.*default, local.*prod/s)
    await window.says('2 vCPU, 4 GiB, 8 GiB')
    await window.says('Data disk 1')
    core.announce({ name: 'guest.changed', payload: aGuest({ running: false, revision: 2 }) })
    await window.find('.pagehead [data-state=stopped]')
  })

  test('shows the screen of one that runs, which leads to its console', async () => {
    const { core, window } = await pageOf({ running: true })
    const open = vi.spyOn(globalThis.window, 'open').mockReturnValue(null)
    await window.find('[data-test=screen] [data-live]')
    await window.click('[data-test=screen]')
    expect(open).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('guest=g1'),
      expect.anything(),
      expect.anything()
    )
    open.mockRestore()
    core.announce({ name: 'guest.changed', payload: aGuest({ revision: 2 }) })
    await until('no screen', () => !document.querySelector('[data-test=screen]'))
  })

  test('says of every action why it cannot be done now', async () => {
    const { core } = await pageOf({})
    expect(whyNot('action-start')).toBeUndefined()
    expect(whyNot('open-console')).toBe('Guest “web-1” is not running. Start it first.')

    core.announce({ name: 'guest.changed', payload: aGuest({ running: true, lost: true, revision: 2 }) })
    await until('the other button', () => document.querySelector('[data-test=action-shutDown]'))
    expect(whyNot('action-shutDown')).toBe('The cell of guest “web-1” does not answer')
    expect(whyNot('open-console')).toBe('The cell of guest “web-1” does not answer')

    core.announce({ name: 'guest.changed', payload: aGuest({ created: false, progress: 3, revision: 3 }) })
    await until('the first button', () => document.querySelector('[data-test=action-start]'))
    expect(whyNot('action-start')).toBe('Guest “web-1” is not created yet')
  })

  test.each([
    ['action-shutDown', { id: 'g1' }],
    ['action-reboot', { id: 'g1', reboot: true }]
  ])('does %s', async (name, input) => {
    const { core, window } = await pageOf({ running: true }, { 'instance.stop': () => ({}) })
    await window.click(`[data-test=${name}]`)
    await until('the order', () => core.askedOf('instance.stop').length > 0)
    expect(core.askedOf('instance.stop')).toEqual([input])
  })

  test('says why an action failed, and tries it again', async () => {
    let refuse = true
    const { core, window } = await pageOf(
      {},
      {
        'instance.start': () => {
          if (refuse) throw new AppError('DRIVER_FAILED', { cell: 'local', driver: 'qemu', reason: 'no such CPU' })
          return {}
        }
      }
    )
    await window.click('[data-test=action-start]')
    await window.says('Cell “local” (qemu) failed: no such CPU')
    refuse = false
    await window.click('[data-test=retry]')
    await until('the second try', () => core.askedOf('instance.start').length === 2)
    await until('the words to go', () => !document.querySelector('[data-run]'))
  })

  test('opens the console in a window of its own', async () => {
    const open = vi.spyOn(window, 'open').mockReturnValue(null)
    const { window: page } = await pageOf({ running: true })
    await page.click('[data-test=open-console]')
    expect(open.mock.calls[0]?.[0]).toBe('console.html?guest=g1')
    open.mockRestore()
  })

  test('says why a guest could not be created, and clears it away', async () => {
    const { core, window } = await pageOf({ created: false, error: 'The disk is full' }, { 'guest.remove': () => ({}) })
    await window.says('This guest could not be created')
    await window.says('The disk is full')
    await window.click('[data-test=action-remove]')
    await until('the removal', () => core.askedOf('guest.remove').length === 1)
  })

  test('deletes a guest whose name was typed, a running one only when it may be switched off, and goes to the list', async () => {
    const { core, window } = await pageOf({ running: true }, { 'guest.remove': () => ({}) })
    await window.click('[data-test=more]')
    await window.click('[data-test=menu-remove]')
    await window.says('Delete web-1?')
    expect((await button('confirm')).disabled).toBe(true)
    await window.click('input[data-test=force], [data-test=force] input')
    await window.says('System disk, 8 GiB')
    await window.type('input[data-test=typed-name]', 'web-2')
    await window.submit()
    expect(core.askedOf('guest.remove')).toEqual([])
    await window.type('input[data-test=typed-name]', 'web-1')
    await window.submit()
    await until('the list', () => location.hash === '#/guests')
    expect(core.askedOf('guest.remove')).toEqual([{ id: 'g1', force: true }])
  })

  test('says so when the guest is not there any more', async () => {
    const { core, window } = await pageOf({})
    core.announce({ name: 'guest.removed', payload: { id: 'g1' } })
    await window.says('This guest is not there any more')
  })
})

describe('the drive of a guest', () => {
  test('takes a medium while it runs, and gives it back', async () => {
    const answers = {
      'mediaImage.list': () => [iso],
      'instance.insertMedia': () => ({}),
      'instance.ejectMedia': () => ({})
    }
    const { core, window } = await pageOf({ running: true }, answers, '/disks')
    await window.says('The drive is empty')
    await window.click('[data-media=m1] [data-test=insert]')
    await until('the order', () => core.askedOf('instance.insertMedia').length === 1)
    expect(core.askedOf('instance.insertMedia')).toEqual([{ id: 'g1', source: 'm1' }])

    const inserted = aGuest({ running: true, media_attached: true, media_source: 'm1', revision: 2 })
    core.announce({ name: 'guest.changed', payload: inserted })
    await until('the reason', () => whyNot('insert')?.includes('Eject it first'))
    await window.click('[data-test=eject]')
    await until('the order', () => core.askedOf('instance.ejectMedia').length === 1)
  })

  test('is what a stopped guest can start from', async () => {
    const { core, window } = await pageOf(
      {},
      { 'mediaImage.list': () => [iso], 'instance.start': () => ({}) },
      '/disks'
    )
    await window.click('[data-media=m1] [data-test=start-from]')
    await until('the order', () => core.askedOf('instance.start').length === 1)
    expect(core.askedOf('instance.start')).toEqual([{ id: 'g1', from_media: true, source: 'm1' }])
  })

  test('says what to do while there is no medium', async () => {
    const { window } = await pageOf({}, {}, '/disks')
    await window.says('No media image yet')
  })
})
