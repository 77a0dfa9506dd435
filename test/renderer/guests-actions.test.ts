import { describe, expect, test } from 'vitest'
import type { Guest } from '@shared/contract/guest'
import { inParallel } from '@/features/guests/actions/in-parallel'
import type { Answers } from './support/fake-core'
import { row, windowWith } from './support/guest-window'
import { aGuest, aTask } from './support/samples'
import { until } from './support/until'

/** The list with all its guests chosen. */
async function withAllChosen(guests: readonly Guest[], answers: Answers = {}) {
  const opened = await windowWith(guests, answers)
  await opened.window.find(row(guests[0]?.id ?? ''))
  await opened.window.click('[data-key=tick] input')
  await opened.window.find('.bulkbar')
  return opened
}
const three = ['a', 'b', 'c'].map((id, n) => aGuest({ id, name: `web-${n + 1}` }))
const isDisabled = (selector: string): boolean => document.querySelector<HTMLButtonElement>(selector)?.disabled ?? false

describe('an action on many guests', () => {
  test('does what it can, says what failed and why, and tries that again', async () => {
    const reason = 'Guest "web-2" is busy: it is being started'
    const { core, window } = await withAllChosen(three, {
      'batch.startGuests': () => aTask({ id: 't', subject: 'batch-1', operation: 'batch.startGuests' }),
      'batch.getStart': () => startItems,
      'instance.start': () => ({})
    })
    let startItems = three.map(({ id, name }) => ({ id, name, progress: 0, status: 'starting' }))
    await window.click('[data-test=bulk-start]')
    await window.says('0 / 3')
    expect(core.askedOf('batch.startGuests')).toEqual([{ guest: ['a', 'b', 'c'] }])

    startItems = startItems.map((item) =>
      item.id === 'b' ? { ...item, status: 'fail', error: reason } : { ...item, progress: 100, status: 'started' }
    )
    core.announce({
      name: 'task.changed',
      payload: aTask({ id: 't', operation: 'batch.startGuests', state: 'failed', error: reason, revision: 2 })
    })
    await window.says('1 failed')
    await window.says('2 / 3')
    await window.click('[data-test=unfold]')
    await window.says(reason)

    await window.click('[data-test=retry]')
    await until('the second try', () => core.askedOf('instance.start').length === 1)
    expect(core.askedOf('instance.start')).toEqual([{ id: 'b' }])
    await until('the report to go', () => !document.querySelector('[data-run]'))
  })

  test('leaves out those whose state does not allow it', async () => {
    const { core, window } = await withAllChosen(
      [aGuest({ id: 'a', name: 'web-1', running: true }), aGuest({ id: 'b', name: 'web-2' })],
      { 'instance.stop': () => ({}) }
    )
    await window.click('[data-test=bulk-shutDown]')
    await window.says('1 left out')
    await window.click('[data-test=unfold]')
    await window.says('Guest “web-2” is not running')
    expect(core.askedOf('instance.stop')).toEqual([{ id: 'a' }])
    await until('the end', () => !isDisabled('[data-test=dismiss]'))
    await window.click('[data-test=dismiss]')
    await until('the report to go', () => !document.querySelector('[data-run]'))
  })

  test.each(['shutDown', 'reboot'])('asks before %s of more than one that runs', async (action) => {
    const running = three.map((guest) => ({ ...guest, running: guest.id !== 'c' }))
    const operation = action === 'reboot' ? 'batch.rebootGuests' : 'batch.stopGuests'
    const { core, window } = await withAllChosen(running, { [operation]: () => aTask({ operation }) })
    await window.click(`[data-test=bulk-${action}]`)
    await window.says('2 guests?')
    await window.says('1 is left out. Guest “web-3” is not running')
    expect(core.askedOf(operation)).toEqual([])

    await window.submit()
    await until('the order', () => core.askedOf(operation).length === 1)
    expect(core.askedOf(operation)).toEqual([{ guest: ['a', 'b'], force: false }])
  })

  test('says of a guest that it is being started while it is', async () => {
    let done = (): void => {}
    const { window } = await withAllChosen(three.slice(0, 1), {
      'instance.start': () => new Promise((resolve) => (done = () => resolve({})))
    })
    await window.click('[data-test=bulk-start]')
    await window.find(`${row('a')} [data-state=starting]`)
    done()
    await window.find(`${row('a')} [data-state=stopped]`)
  })

  test('cannot be asked for where it can be done to none of them, and says why', async () => {
    await withAllChosen(three)
    expect(isDisabled('[data-test=bulk-start]')).toBe(false)
    expect(isDisabled('[data-test=bulk-shutDown]')).toBe(true)
    expect(document.querySelector<HTMLElement>('[data-test=bulk-shutDown]')?.title).toContain('is not running')
  })

  test('runs some at a time, and begins no more once stopped', async () => {
    let [running, most, begun] = [0, 0, 0]
    let stopped = false
    const items = Array.from({ length: 40 }, (_, n) => n)
    await inParallel(
      items,
      async (item) => {
        begun++
        most = Math.max(most, ++running)
        await Promise.resolve()
        if (item === 20) stopped = true
        running--
      },
      { limit: 8, goOn: () => !stopped }
    )
    expect(most).toBe(8)
    expect(begun).toBeGreaterThanOrEqual(20)
    expect(begun).toBeLessThan(30)
  })
})

describe('an action by which something is lost', () => {
  test('is asked about before the power is cut', async () => {
    const { core, window } = await withAllChosen([aGuest({ id: 'a', name: 'web-1', running: true })], {
      'instance.stop': () => ({})
    })
    await window.click('[data-test=bulk-more]')
    await window.click('[data-test=menu-forceOff]')
    await window.says('Force off web-1?')
    await window.click('[data-test=safe]')
    await until(
      'the question to go',
      () => document.querySelector<HTMLElement>('.el-overlay')?.style.display === 'none'
    )
    expect(core.askedOf('instance.stop')).toEqual([])

    await window.click('[data-test=bulk-more]')
    await window.click('[data-test=menu-forceOff]')
    await window.submit()
    await until('the cut', () => core.askedOf('instance.stop').length === 1)
    expect(core.askedOf('instance.stop')).toEqual([{ id: 'a', force: true }])
  })

  test('names each disk and each snapshot that goes away, and wants the number of guests typed', async () => {
    const guests = [
      aGuest({ id: 'a', name: 'web-1', disks: [2 ** 33, 2 ** 30], snapshots: 2 }),
      aGuest({ id: 'b', name: 'web-2', disks: [2 ** 34] })
    ]
    const { core, window } = await withAllChosen(guests, {
      'batch.deleteGuests': () => aTask({ operation: 'batch.deleteGuests' }),
      'snapshot.list': () => ({ first: { is_root: true }, later: { is_current: true, backing: 'first' } })
    })
    await window.click('[data-test=bulk-remove]')
    await window.says('Delete 2 guests?')
    for (const disk of ['System disk, 8 GiB', 'Disk 2, 1 GiB', 'System disk, 16 GiB']) await window.says(disk)
    await window.says('Snapshots: first, later')
    expect(core.askedOf('snapshot.list')).toEqual([{ id: 'a' }])
    expect(isDisabled('[data-test=confirm]')).toBe(true)
    await window.submit()
    expect(core.askedOf('batch.deleteGuests')).toEqual([])

    await window.type('input[data-test=typed-name]', '2')
    await until('the button', () => !isDisabled('[data-test=confirm]'))
    await window.submit()
    await until('the order', () => core.askedOf('batch.deleteGuests').length === 1)
    expect(core.askedOf('batch.deleteGuests')).toEqual([{ guest: ['a', 'b'], force: false }])
  })

  test('says what to do where all that is chosen runs', async () => {
    const running = three.map((guest) => ({ ...guest, running: true }))
    const { window } = await withAllChosen(running)
    await window.click('[data-test=bulk-remove]')
    await window.says('Nothing is deleted unless this is ticked')
  })

  test('keeps running guests unless they may be switched off', async () => {
    const guests = [aGuest({ id: 'a', name: 'web-1' }), aGuest({ id: 'b', name: 'web-2', running: true })]
    const { core, window } = await withAllChosen(guests, {
      'batch.deleteGuests': () => aTask({ operation: 'batch.deleteGuests' })
    })
    await window.click('[data-test=bulk-remove]')
    await window.says('Delete web-1?')
    await window.says('so it cannot be deleted')

    await window.click('input[data-test=force], [data-test=force] input')
    await window.says('Delete 2 guests?')
    await window.type('input[data-test=typed-name]', '2')
    await window.submit()
    await until('the order', () => core.askedOf('batch.deleteGuests').length === 1)
    expect(core.askedOf('batch.deleteGuests')).toEqual([{ guest: ['a', 'b'], force: true }])
  })
})
