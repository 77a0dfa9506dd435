import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { menus, type Menu } from '@shared/contract/permissions'
import type { Reply } from '@shared/contract/wire'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import { createWorld, PASSWORD, type World } from '../support/world'

let world: World
let root: Client
beforeEach(async () => {
  world = await createWorld()
  root = world.client
})
afterEach(() => world.close())

/** Everything about users, groups and roles. */
async function accounts(): Promise<unknown> {
  const [users, groups, roles] = await Promise.all([root.user.list({}), root.userGroup.list({}), root.role.list({})])
  return Promise.all([
    ...users.map((user) => root.user.get({ user })),
    ...groups.map(({ name }) => root.userGroup.get({ group: name })),
    ...roles.map((role) => root.role.get({ role }))
  ])
}

describe('everybody who looks after users', () => {
  it('sees all accounts at once, and hears of every change', async () => {
    await world.signIn('grace', menus, 'keepers')
    const seen = await root.user.overview({})
    expect(seen).toEqual({
      users: [{ name: 'grace', nick: '', mail: '', group: 'keepers' }],
      groups: [{ name: 'keepers', display: '', role: ['keepers'], member: ['grace'] }],
      roles: [{ name: 'keepers', menu: [...menus] }],
      revision: expect.any(Number)
    })

    await root.user.create({ user: 'eve', password: PASSWORD })

    const heard = world.notices.findLast(({ name }) => name === 'accounts.changed')?.payload
    expect(heard).toMatchObject({ users: [{ name: 'eve', group: '' }, { name: 'grace' }] })
    expect(heard).toHaveProperty(
      'revision',
      expect.toSatisfy((revision: number) => revision > seen.revision)
    )
  })
})

describe('the last one who can manage users', () => {
  beforeEach(async () => {
    await world.signIn('grace', menus, 'keepers')
    await world.signIn('eve', ['instance'], 'others')
    await root.role.create({ role: 'idle', menu: [] })
  })

  const ways: readonly [string, () => Promise<unknown>][] = [
    ['is deleted', () => root.user.remove({ user: 'grace' })],
    ['is taken out of their group', () => root.userGroup.removeMember({ group: 'keepers', user: 'grace' })],
    ['is in a group that loses the role', () => root.userGroup.modify({ group: 'keepers', role: ['idle'] })],
    ['is in a group that loses every role', () => root.userGroup.modify({ group: 'keepers', role: [] })],
    ['has a role that loses the menu', () => root.role.modify({ role: 'keepers', menu: ['instance', 'log'] })]
  ]

  it.each(ways)('stays so: nothing changes when it %s', async (_how, change) => {
    const before = await accounts()
    await expect(change()).rejects.toMatchObject({
      code: 'LAST_ADMINISTRATOR',
      message: expect.stringContaining('"grace"') as string
    })
    expect(await accounts()).toEqual(before)
    await world.restart()
    expect(await accounts()).toEqual(before)
  })

  it.each(ways)('is no longer needed once there is another, and %s', async (_how, change) => {
    await world.signIn('hedy', ['user'], 'seconds')
    await expect(change()).resolves.toEqual({})
    // Now that one is the last.
    await expect(root.user.remove({ user: 'hedy' })).rejects.toMatchObject({ code: 'LAST_ADMINISTRATOR' })
  })

  it('is one of two who cannot both go at once', async () => {
    await world.signIn('hedy', ['user'], 'seconds')
    const results = await Promise.allSettled([root.user.remove({ user: 'grace' }), root.user.remove({ user: 'hedy' })])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  it('does not keep others from being deleted', async () => {
    await root.user.remove({ user: 'eve' })
    expect(await root.user.list({})).toEqual(['grace'])
  })
})

describe('the sessions of a user', () => {
  const all: readonly Menu[] = ['instance', 'user']
  let session: string
  let heard: number
  let window: BridgeConnection
  beforeEach(async () => {
    await world.signIn('grace', menus, 'keepers')
    session = await world.signIn('eve', all, 'others')
    heard = 0
    window = new BridgeConnection(world.app, { address: '127.0.0.1', send: () => void heard++ })
    window.present(session)
  })
  afterEach(() => window.close())

  const codeOf = async (operation: string, input: object = {}): Promise<string> => {
    const reply: Reply = await window.call(operation, input)
    return reply.ok ? 'ok' : reply.error.code
  }
  const make = async (name: string): Promise<void> => {
    const wanted = { name, cores: 1, memory: 1 << 30, disks: [1 << 30], owner: 'eve', group: 'others' }
    await world.ended(await root.guest.create(wanted))
  }

  it('end when the user is deleted, and stay so for another of that name', async () => {
    await make('before')
    expect(heard).toBeGreaterThan(0)
    expect(await codeOf('guest.search')).toBe('ok')
    const signOut = world.app.sessions.signOutOf(session)
    // Nobody looks at this one until there is another of that name.
    const idle = world.app.sessions.start({ user: 'eve', address: '127.0.0.1' })

    await root.user.remove({ user: 'eve' })
    expect(await codeOf('guest.search')).toBe('SESSION_INVALID')
    expect(signOut?.aborted).toBe(true)
    heard = 0
    await make('after')
    expect(heard).toBe(0)

    await world.signIn('eve', all, 'others')
    expect(await codeOf('guest.search')).toBe('SESSION_INVALID')
    expect(world.app.sessions.find(idle)).toBeUndefined()
    expect((await root.session.list({})).map(({ user }) => user).sort()).toEqual(['eve', 'grace'])
  })

  it('lose at once what the role, the group or the user loses', async () => {
    await root.role.modify({ role: 'others', menu: ['user'] })
    expect([await codeOf('guest.search'), await codeOf('user.list')]).toEqual(['PERMISSION_DENIED', 'ok'])
    await root.userGroup.modify({ group: 'others', role: [] })
    expect(await codeOf('user.list')).toBe('PERMISSION_DENIED')
    await root.userGroup.modify({ group: 'others', role: ['others'] })
    expect(await codeOf('user.list')).toBe('ok')
    await root.userGroup.removeMember({ group: 'others', user: 'eve' })
    expect(await codeOf('user.list')).toBe('PERMISSION_DENIED')
  })

  it('end when their password is reset; all others, when they change it themselves', async () => {
    const other = world.app.sessions.start({ user: 'eve', address: '127.0.0.1' })
    expect(await codeOf('user.setPassword', { user: 'eve', old: PASSWORD, new: 'Difference2' })).toBe('ok')
    expect(world.app.sessions.find(other)).toBeUndefined()
    expect(await codeOf('guest.search')).toBe('ok')
    await root.user.resetPassword({ user: 'eve', password: 'Difference3' })
    expect(await codeOf('guest.search')).toBe('SESSION_INVALID')
  })
})
