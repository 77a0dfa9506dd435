import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { operations } from '@shared/contract'
import type { Menu } from '@shared/contract/permissions'
import type { Notice, Reply } from '@shared/contract/wire'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import { SignIn } from '@main/gateways/sign-in'
import { ShiftedClock } from '../support/shifted-clock'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30
const account = { user: 'ada', password: 'Analytical1' }
const codeOf = (reply: Reply): string => (reply.ok ? 'ok' : reply.error.code)

let world: World
let clock: ShiftedClock
let open: BridgeConnection[]

beforeEach(async () => {
  clock = new ShiftedClock()
  world = await createWorld({ clock })
  open = []
})
afterEach(async () => {
  for (const connection of open) connection.close()
  await world.close()
})

interface Window extends Pick<BridgeConnection, 'call' | 'present' | 'close'> {
  readonly heard: Notice[]
}
function openWindow(options: { signIn?: SignIn; scope?: { guest: string } } = {}): Window {
  const heard: Notice[] = []
  const connection = new BridgeConnection(world.app, {
    address: '127.0.0.1',
    send: (notice) => void heard.push(notice),
    ...options
  })
  open.push(connection)
  return Object.assign(connection, { heard })
}
const signedIn = async (window: Window): Promise<string> => {
  await window.call('system.init', account)
  const reply = await window.call('session.create', account)
  return (reply as { value: { session: string } }).value.session
}
const makeGuest = async (name: string): Promise<string> => {
  const task = await world.client.guest.create({ name, cores: 1, memory: GiB, disks: [GiB] })
  return (await world.ended(task)).subject
}

describe('the windows of one app', () => {
  it('are signed in and out together', async () => {
    const signIn = new SignIn()
    const main = openWindow({ signIn })
    const session = await signedIn(main)
    const id = await makeGuest('web')
    const console = openWindow({ signIn, scope: { guest: id } })
    expect(await console.call('session.current', {})).toMatchObject({ value: { session: { user: 'ada' } } })
    expect(codeOf(await console.call('guest.get', { id }))).toBe('ok')
    expect(codeOf(await main.call('session.remove', { id: session }))).toBe('ok')
    expect(codeOf(await console.call('guest.get', { id }))).toBe('SIGN_IN_NEEDED')
  })

  it('are signed in each for itself where they share nothing', async () => {
    await signedIn(openWindow())
    expect(codeOf(await openWindow().call('guest.search', {}))).toBe('SIGN_IN_NEEDED')
  })
})

describe('a session', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())
  const pass = (minutes: number): void => {
    for (let minute = 0; minute < minutes; minute++) {
      clock.pass(60)
      vi.advanceTimersByTime(60_000)
    }
  }

  it('is kept as long as its window is open, and three minutes more', async () => {
    const window = openWindow()
    const session = await signedIn(window)
    pass(60)
    expect(codeOf(await window.call('guest.search', {}))).toBe('ok')
    window.close()
    pass(2)
    expect(world.app.sessions.find(session)).toBeDefined()
    pass(1)
    expect(world.app.sessions.find(session)).toBeUndefined()
  })

  it('is kept as well by windows that are loaded again before each minute is over', async () => {
    const first = openWindow()
    const session = await signedIn(first)
    first.close()
    for (let reload = 0; reload < 8; reload++) {
      clock.pass(59)
      const window = openWindow()
      window.present(session)
      window.close()
    }
    expect(world.app.sessions.find(session)).toBeDefined()
  })

  it('that has ended all the same, as while the computer slept, is refused by name, but not for what is public', async () => {
    const window = openWindow()
    await signedIn(window)
    clock.pass(180)
    expect(codeOf(await window.call('guest.search', {}))).toBe('SESSION_INVALID')
    expect(await window.call('session.current', {})).toEqual({ ok: true, value: { session: null } })
    expect(codeOf(await window.call('session.create', account))).toBe('ok')
    expect(codeOf(await window.call('guest.search', {}))).toBe('ok')
  })
})

describe('events', () => {
  const windowOf = async (menu: Menu[]): Promise<Window> => {
    const session = await world.signIn(`user-${open.length}`, [...menu, 'compute_pool'])
    const window = openWindow()
    window.present(session)
    return window
  }
  const namesOf = ({ heard }: Window): string[] => [...new Set(heard.map(({ name }) => name))].sort()

  it('reach who may read what they tell', async () => {
    const [all, images] = [await windowOf(['instance']), await windowOf(['image'])]
    const [nothing, stranger] = [await windowOf([]), openWindow()]
    await makeGuest('web')
    await world.client.diskImage.create({ name: 'base' })
    expect(namesOf(all)).toEqual(['disk_image.changed', 'guest.changed', 'task.changed'])
    expect(namesOf(images)).toEqual(['disk_image.changed', 'guest.changed', 'task.changed'])
    expect(namesOf(nothing)).toEqual(['guest.changed', 'task.changed'])
    expect(namesOf(stranger)).toEqual([])
  })

  it('end with the session, and with the window', async () => {
    const [ended, closed] = [await windowOf(['image']), await windowOf(['image'])]
    const open = await windowOf(['image'])
    world.app.sessions.end((await sessionOf(ended)) ?? '')
    closed.close()
    await world.client.diskImage.create({ name: 'base' })
    expect([ended.heard.length, closed.heard.length, open.heard.length]).toEqual([0, 0, 1])
  })

  const sessionOf = async (window: Window): Promise<string | undefined> =>
    ((await window.call('session.current', {})) as { value: { session: { session: string } } }).value.session.session
})

describe('a console window', () => {
  it('reaches its guest and nothing else, whoever has signed in', async () => {
    const signIn = new SignIn()
    await signedIn(openWindow({ signIn }))
    const [mine, other] = [await makeGuest('mine'), await makeGuest('other')]
    const console = openWindow({ signIn, scope: { guest: mine } })

    expect(codeOf(await console.call('instance.start', { id: mine }))).toBe('ok')
    expect(codeOf(await console.call('monitorChannel.create', { guest: mine }))).toBe('ok')
    expect(codeOf(await console.call('instance.sample', { ids: [mine] }))).toBe('ok')
    expect(codeOf(await console.call('mediaImage.list', {}))).toBe('ok')
    expect(codeOf(await console.call('instance.stop', { id: mine, force: true }))).toBe('ok')

    const its = { id: other, ids: [other], guest: other, name: 'x' }
    for (const { name } of operations)
      if (name !== 'mediaImage.list' && name !== 'session.current')
        expect([name, codeOf(await console.call(name, its))]).toEqual([name, 'PERMISSION_DENIED'])
    for (const name of ['guest.nothing', '__proto__', 'guest.remove'])
      expect(codeOf(await console.call(name, { id: mine }))).toBe('PERMISSION_DENIED')
    expect(await world.client.guest.get({ id: mine })).toMatchObject({ name: 'mine' })
  })

  it('hears of its guest and of media images alone', async () => {
    const signIn = new SignIn()
    await signedIn(openWindow({ signIn }))
    const [mine, other] = [await makeGuest('mine'), await makeGuest('other')]
    const { heard } = openWindow({ signIn, scope: { guest: mine } })
    await world.client.instance.start({ id: other })
    await world.client.instance.start({ id: mine })
    await world.client.mediaImage.create({ name: 'cd' })
    await world.client.diskImage.create({ name: 'base' })
    expect(heard.map(({ name }) => name)).toContain('media_image.changed')
    expect(heard.filter(({ name }) => name !== 'media_image.changed')).not.toEqual([])
    for (const { name, payload } of heard)
      if (name !== 'media_image.changed') expect([name, payload]).toMatchObject(['guest.changed', { id: mine }])
  })
})
