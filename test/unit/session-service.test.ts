import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Client } from '@shared/contract'
import { createWorld, type World } from '../support/world'

const account = { user: 'ada', password: 'Analytical1' }

describe('the first administrator and sign-in', () => {
  let world: World
  let anybody: Client
  beforeEach(async () => {
    world = await createWorld()
    anybody = world.clientOf(world.app.sessions.nobody('127.0.0.1'))
  })
  afterEach(() => world.close())

  const audited = async (): Promise<string> => {
    const folder = join(world.folder, 'audit')
    await world.app.close()
    return (await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))).join('')
  }

  test('the first user is made once, and may then do everything', async () => {
    expect(await anybody.system.get({})).toMatchObject({ ready: false, version: '0.0.0' })
    await anybody.system.init(account)
    expect(await anybody.system.get({})).toMatchObject({ ready: true })
    await expect(anybody.system.init({ ...account, user: 'eve' })).rejects.toMatchObject({ code: 'SYSTEM_READY' })

    const session = await anybody.session.create(account)
    expect(session).toMatchObject({ user: 'ada', group: 'admin', timeout: 180 })
    const caller = world.app.sessions.callerOf(session.session)
    expect(caller?.permissions.has('guest:write')).toBe(true)
  })

  test('two first users at once: one of them is refused', async () => {
    const results = await Promise.allSettled([
      anybody.system.init(account),
      anybody.system.init({ ...account, user: 'eve', group: 'others', role: 'other' })
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('before there is a user anybody may set up, after that nobody who is not signed in', async () => {
    await expect(anybody.system.checks({})).resolves.toBeInstanceOf(Array)
    await anybody.system.init(account)
    const stranger = world.clientOf(world.app.sessions.nobody('127.0.0.1'))
    await expect(stranger.system.checks({})).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' })
    await expect(stranger.guest.page({})).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' })
  })

  test('a sign-in is ended by its id in the list, which signs nobody in', async () => {
    await anybody.system.init(account)
    const [ada, eve] = [await anybody.session.create(account), await anybody.session.create(account)]
    const client = world.clientOf(world.app.sessions.callerOf(ada.session)!)
    const listed = await client.session.list({})
    expect(listed.map(({ own }) => own)).toEqual([true, false])
    const [, { id } = { id: '' }] = listed
    expect(world.app.sessions.callerOf(id)).toBeUndefined()
    const consoles = world.app.sessions.signOutOf(eve.session)
    await client.session.end({ id })
    expect(world.app.sessions.callerOf(eve.session)).toBeUndefined()
    expect(consoles?.aborted).toBe(true)
    await expect(client.session.end({ id })).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' })
    await expect(client.session.end({ id: ada.session })).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' })
  })

  test('an unknown user and a wrong password get the same answer', async () => {
    await anybody.system.init(account)
    const refused = { code: 'SIGN_IN_REFUSED', message: 'The user name or the password is wrong' }
    await expect(anybody.session.create({ ...account, password: 'Wrong1234' })).rejects.toMatchObject(refused)
    await expect(anybody.session.create({ ...account, user: 'nobody' })).rejects.toMatchObject(refused)
  })

  test.each(['Short1', 'alllower1', 'ALLUPPER1', 'NoDigits', 'x'.repeat(129)])(
    'the password "%s" is refused',
    async (password) => {
      await expect(anybody.system.init({ ...account, password })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
      expect(await anybody.system.get({})).toMatchObject({ ready: false })
    }
  )

  test('a session ends when it is signed out, and only its own user sees it', async () => {
    await anybody.system.init(account)
    const [one, two] = [await anybody.session.create(account), await anybody.session.create(account)]
    const caller = world.app.sessions.callerOf(one.session)
    const client = world.clientOf(caller!)
    await expect(client.session.get({ id: two.session })).rejects.toMatchObject({ code: 'SESSION_INVALID' })
    expect(await client.session.current({})).toMatchObject({ session: { user: 'ada' } })
    await client.session.remove({ id: one.session })
    expect(world.app.sessions.callerOf(one.session)).toBeUndefined()
    expect(world.app.sessions.callerOf(two.session)).toBeDefined()
  })

  test('who did what is written down, with its outcome, and without a secret', async () => {
    await anybody.system.init(account)
    await anybody.session.create({ ...account, password: 'Wrong1234' }).catch(() => undefined)
    await world.client.guest.create({ name: 'web-1', cores: 1, memory: 1 << 30, disks: [1 << 30] }).then(world.ended)
    const log = await audited()
    const entries = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; outcome: string })
    expect(entries).toMatchObject([
      { user: '', text: expect.stringContaining('made the first administrator "ada"'), outcome: 'ok' },
      { text: 'signed in as "ada"', outcome: 'SIGN_IN_REFUSED' },
      { user: 'ada', address: '127.0.0.1', text: 'created guest "web-1" in pool "default"', outcome: 'accepted' },
      { text: 'created guest "web-1" in pool "default"', outcome: 'ok' }
    ])
    expect(log).not.toMatch(/Analytical1|Wrong1234|scrypt/)
  })
})
