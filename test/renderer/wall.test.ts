import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RfbChannel } from '@/features/console/rfb-channel'
import { parseChord } from '@/features/console/keys'
import { FakeChannel } from './support/fake-channel'
import { windowWith } from './support/guest-window'
import { aGuest } from './support/samples'
import { until } from './support/until'

describe('the wall', () => {
  const guests = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      aGuest({ id: `g${index}`, name: `web-${index}`, running: index % 2 === 0 })
    )
  const tiles = (): string[] =>
    [...document.querySelectorAll<HTMLElement>('[data-guest] footer .ellipsis')].map(({ textContent }) => textContent)

  it('shows up to 36 guests in the order of their names, and says how many there are', async () => {
    const { window } = await windowWith(guests(40), {}, '/wall')
    await until('the tiles', () => tiles().length === 36)
    expect(tiles().slice(0, 3)).toEqual(['web-0', 'web-1', 'web-2'])
    expect(window.text).toContain('36 of 40, 18 live')
    expect(document.querySelector('.titlebar, .menu, .dock')).toBeNull()
  })

  it('takes its filter from its address', async () => {
    await windowWith(guests(12), {}, '/wall?filter=name:web-7')
    await until('the one', () => tiles().join() === 'web-7')
  })

  it('offers to start a guest that is off, and opens the console of one that runs', async () => {
    const { core, window } = await windowWith(guests(2), { 'instance.start': () => ({}) }, '/wall')
    const open = vi.spyOn(globalThis.window, 'open').mockReturnValue(null)
    await window.click('[data-guest=g0] .screen')
    expect(open).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('guest=g0'),
      expect.anything(),
      expect.anything()
    )
    await window.click('[data-guest=g1] .el-button')
    await until('the start', () => core.askedOf('instance.start').length === 1)
    open.mockRestore()
  })
})

describe('keys for several guests of the wall', () => {
  it('go to those chosen, and each says whether it took them', async () => {
    const three = ['a', 'b', 'c'].map((id) => aGuest({ id, name: `web-${id}`, running: id !== 'c' }))
    const { core, window } = await windowWith(three, {}, '/wall')
    const tookOf = (): (string | undefined)[] =>
      [...document.querySelectorAll<HTMLElement>('li[data-guest]')].map(({ dataset }) => dataset['took'])
    await window.find('li[data-guest=b]')
    expect(document.querySelector('[data-test=wall-text]')).toBeNull()
    expect(document.querySelectorAll('.tick')).toHaveLength(2)

    await window.click('li[data-guest=a] .tick input')
    await window.says('1 selected')
    await window.click('.bulkbar .all')
    await window.says('2 selected')
    await window.click('[data-test=wall-interrupt]')
    await window.says('Sent to 0 of 2')
    expect(tookOf()).toEqual(['false', 'false', undefined])
    // Another choice is asked for anew, and who is gone is not counted.
    await window.click('li[data-guest=a] .tick input')
    await until('no marks', () => tookOf().every((took) => took === undefined))
    core.announce({ name: 'guest.removed', payload: { id: 'b' } })
    await until('nobody', () => !document.querySelector('[data-test=wall-text]'))
  })
})

describe('a picture that may change only so often', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const request = (x: number): Uint8Array => new Uint8Array([3, 1, 0, x, 0, 0, 0, 9, 0, 9])

  it('is asked for that far apart, the last request counting, while keys go at once', () => {
    const far = new FakeChannel()
    far.open()
    const channel = new RfbChannel(far.near, () => {}, { everyMs: () => 2000 })
    channel.send(request(1))
    channel.send(request(2))
    channel.send(request(3))
    channel.send(new Uint8Array([4, 1, 0, 0, 0, 0, 0, 97]))
    expect(far.received.map(([type]) => type)).toEqual([3, 4])
    vi.advanceTimersByTime(1999)
    expect(far.received).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(far.received.map((bytes) => bytes[3])).toEqual([1, 0, 3])
  })

  it('is not asked for once its screen is gone', () => {
    const far = new FakeChannel()
    far.open()
    const channel = new RfbChannel(far.near, () => {}, { everyMs: () => 2000 })
    channel.send(request(1))
    channel.send(request(2))
    far.finish()
    vi.advanceTimersByTime(5000)
    expect(far.received).toHaveLength(1)
  })
})

describe('a chord of a person', () => {
  it.each([
    ['Ctrl+Alt+F7', ['ControlLeft', 'AltLeft', 'F7']],
    ['alt + SysRq + s', ['AltLeft', 'PrintScreen', 'KeyS']],
    ['F12', ['F12']],
    ['Super+1', ['MetaLeft', 'Digit1']],
    ['Ctrl+Shift+Esc', ['ControlLeft', 'ShiftLeft', 'Escape']],
    ['Ctrl+PageUp', ['ControlLeft', 'PageUp']]
  ])('%s is read', (text, codes) => expect(parseChord(text)?.map(({ code }) => code)).toEqual(codes))

  it.each(['', '+', 'Ctrl+', 'Ctrl+Hyper', 'F13', 'F0', 'ab', 'toString', '__proto__'])('%j is none', (text) =>
    expect(parseChord(text)).toBeUndefined()
  )
})
