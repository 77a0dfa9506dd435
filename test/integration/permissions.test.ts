import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operations, type NamedOperation } from '@shared/contract'
import { menus, permissionsOf, type Menu, type Permission } from '@shared/contract/permissions'
import { quickClock } from '../support/made-up-hosts'
import { createServedWorld, type Answer, type ServedWorld } from '../support/served-world'
import { ShiftedClock } from '../support/shifted-clock'
import { BridgeClient } from '../support/socket-client'
import { digestOfStore } from '../support/store-copy'
import { until } from '../support/until'
import { createWorld } from '../support/world'
import { Table } from './api-rows'
import { asRequest } from './as-request'
import { files, forgotten, goodInput, type Asker } from './permission-inputs'

type Input = Readonly<Record<string, unknown>>

/** Which menus give each permission, written down once more: a mistake in the contract's own table shows here. */
const givenBy: Readonly<Record<Permission, 'anybody' | 'who is signed in' | readonly Menu[]>> = {
  public: 'anybody',
  'system:setup': ['compute_pool'],
  'system:read': 'who is signed in',
  'session:own': 'who is signed in',
  'session:list': ['user'],
  'compute_pool:read': ['dashboard', 'compute_pool', 'instance'],
  'compute_pool:write': ['compute_pool'],
  'address_pool:read': ['address_pool'],
  'address_pool:write': ['address_pool'],
  'storage_pool:read': ['storage_pool'],
  'storage_pool:write': ['storage_pool'],
  'guest:read': ['dashboard', 'compute_pool', 'instance'],
  'guest:write': ['instance'],
  'instance:operate': ['instance'],
  'image:read': ['instance', 'image'],
  'image:write': ['image'],
  'media:read': ['instance', 'media'],
  'media:write': ['media'],
  'template:read': ['instance', 'templates'],
  'template:write': ['templates'],
  'user:read': ['user'],
  'user:write': ['user'],
  'log:read': ['log'],
  'log:write': ['log'],
  'visibility:read': 'who is signed in',
  'visibility:write': ['visibility'],
  'task:read': 'who is signed in',
  'task:cancel': ['instance'],
  'resource:all': ['compute_pool']
}

/** Belongs to who made it, without being a guest or an image. */
const personal = new Set([
  'batch.retryCreate',
  'batch.getCreate',
  'batch.getDelete',
  'batch.getStop',
  'task.get',
  'task.cancel'
])
/** Comes too late, however much one may: there is an administrator, and the task has ended; or nobody is at a desktop. */
const late = new Set([
  ...['system.init', 'task.cancel'],
  ...['system.setRest', 'system.setDataFolder', 'system.showDataFolder', 'system.restart']
])

const signIn = { error_code: 401, code: 'SIGN_IN_NEEDED' }
const ended = { error_code: 401, code: 'SESSION_INVALID' }
const denied = { error_code: 403, code: 'PERMISSION_DENIED' }
const GONE = 'd1b5b1a0-0000-4000-8000-000000000000'

describe('the contract', () => {
  test('lets nobody change anything who may only read', () => {
    const changes = operations.filter(({ operation }) => operation.kind !== 'query')
    expect(changes.filter(({ operation }) => operation.permission.endsWith(':read'))).toEqual([])
  })

  test('keeps whoever names a guest or an image to those they see', () => {
    const named = operations.filter(({ operation }) =>
      /\/(guests|instances|disk_images|media_images)\/:id/.test(operation.route)
    )
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter(({ operation }) => !operation.scope)).toEqual([])
  })

  test('lets anybody set up a system that has no user yet, and no more', async () => {
    const world = await createWorld()
    const anybody = world.app.sessions.nobody('127.0.0.1')
    for (const { name, operation } of operations) {
      const isOpen = operation.permission === 'public' || operation.permission === 'system:setup'
      // Nobody gets as far as to learn what an input lacks.
      const code = isOpen ? 'INPUT_INVALID' : 'SIGN_IN_NEEDED'
      await expect(world.app.dispatcher.dispatch(name, null, anybody), name).rejects.toMatchObject({ code })
    }
    await world.close()
  })
})

describe('what one may do', () => {
  let served: ServedWorld
  let browser: BridgeClient
  let expired: string
  const askers = new Map<string, Asker>()
  const clock = new ShiftedClock(quickClock)

  beforeAll(async () => {
    served = await createServedWorld({ clock })
    browser = await BridgeClient.connect(served.url)
    expired = await served.world.signIn('late', menus)
    for (let passed = 0; passed <= 180; passed += 90) {
      served.world.app.sessions.keep(served.session)
      clock.pass(90)
    }
  })
  afterAll(async () => {
    browser.close()
    await served.close()
  })
  beforeEach(() => void served.world.app.sessions.keep(served.session))

  /** Somebody whose role has these menus and no others, freshly signed in; what the table makes is theirs. */
  async function asker(user: string, menu: readonly Menu[]): Promise<Asker> {
    const { world } = served
    const session = askers.has(user)
      ? world.app.sessions.start({ user, address: '127.0.0.1' })
      : await world.signIn(user, menu)
    const caller = world.app.sessions.callerOf(session)!
    const maker = world.clientOf({ ...caller, permissions: permissionsOf(menus) })
    const table = askers.get(user)?.table ?? new Table(served, maker)
    askers.set(user, { user, session, table })
    return { user, session, table }
  }

  const without = (permission: Permission): Promise<Asker> =>
    asker(
      `without-${permission.replace(':', '-')}`,
      menus.filter((menu) => !givenBy[permission].includes(menu))
    )

  async function rest({ name, operation }: NamedOperation, session: string, input: Input): Promise<Answer> {
    const { route, body } = asRequest(operation.route.replaceAll(/:(\w+)/g, '{$1}'), input)
    return served.ask(route, { session, body: operation.stream === 'upload' ? files[name] : body })
  }

  /** How both doors refuse; they are asked one after the other. */
  async function refusal(named: NamedOperation, session: string, input: Input): Promise<object> {
    const { status, envelope } = await rest(named, session, input)
    expect([status, envelope.data]).toEqual([200, {}])
    browser.present(session)
    const reply = await browser.call(named.name, input)
    return { error_code: envelope.error_code, code: reply.ok ? '' : reply.error.code }
  }

  /** What is on the disk, which guests run, and what was announced, once nothing goes on. */
  async function state(): Promise<unknown[]> {
    const { client, folder, notices } = served.world
    await until('every task to end', async () => (await client.task.list({})).every(({ state }) => state !== 'running'))
    const guests = (await client.guest.search({})).map(({ id, running, media_attached }) => [
      id,
      running,
      media_attached
    ])
    // A guest that has started tells its address whenever it likes.
    const told = notices.filter(({ name }) => name !== 'guest.changed')
    return [await digestOfStore(folder), guests, told.length]
  }

  test('is known for every operation', () => expect(forgotten()).toEqual([]))

  test.each(menus)('is what the menu "%s" gives, and what everybody may', (menu) => {
    const given = Object.entries(givenBy).filter(([, by]) => typeof by === 'string' || by.includes(menu))
    expect([...permissionsOf([menu])].sort()).toEqual(given.map(([permission]) => permission).sort())
  })

  describe.each(operations)('$name', (named) => {
    const { name, operation } = named
    const by = givenBy[operation.permission]
    const enough: readonly { role: string; menu: readonly Menu[] }[] =
      typeof by === 'string' ? [{ role: 'no menu', menu: [] }] : by.map((menu) => ({ role: menu, menu: [menu] }))
    const made = name.replace('.', '-')

    test.runIf(by !== 'anybody')('is refused to who has not signed in, or may not, and nothing changes', async () => {
      const input = await goodInput(named, await asker('everything', menus), `refused-${made}`)
      const lacking = typeof by === 'string' ? [] : [await asker('nothing', []), await without(operation.permission)]
      const before = await state()
      expect(await refusal(named, '', input)).toEqual(signIn)
      for (const session of [GONE, expired]) expect(await refusal(named, session, input)).toEqual(ended)
      for (const { session } of lacking) expect(await refusal(named, session, input)).toEqual(denied)
      expect(await state()).toEqual(before)
    })

    test.each(enough)('is open to a role of $role', async ({ menu }) => {
      const someone = await asker(`only-${menu.join()}`, menu)
      const input = await goodInput(named, someone, `${menu.join()}-${made}`)
      if ((operation.scope || personal.has(name)) && !permissionsOf(menu).has('resource:all')) {
        const stranger = await asker(`other-${menu.join()}`, menu)
        const before = await state()
        expect((await rest(named, stranger.session, input)).envelope.error_code).toBe(404)
        expect(await state()).toEqual(before)
      }
      const answer = await rest(named, someone.session, input)
      if (operation.stream === 'download')
        expect(answer).toMatchObject({ status: 200, ...(files[name] && { bytes: files[name] }) })
      else expect(answer.envelope).toMatchObject({ error_code: late.has(name) ? 409 : 0 })
    })
  })
})
