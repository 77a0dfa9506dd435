import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Client } from '@shared/contract'
import type { LogEntry } from '@shared/contract/log'
import { localTime } from '@shared/text/time'
import { ShiftedClock } from '../support/shifted-clock'
import { createWorld, PASSWORD, type World } from '../support/world'

const GiB = 2 ** 30
const wanted = { name: 'web-1', cores: 1, memory: GiB, disks: [GiB], start: true }
const account = { user: 'ada', password: 'Analytical1' }

describe('the log', () => {
  const clock = new ShiftedClock()
  let world: World
  let client: Client
  beforeEach(async () => {
    world = await createWorld({ clock })
    client = world.client
  })
  afterEach(() => world.close())

  const newest = async (limit = 20): Promise<LogEntry[]> =>
    (await client.log.list({ limit, format: 'array' })) as LogEntry[]
  const refusal = (asked: Promise<unknown>): Promise<unknown> => asked.catch((cause: unknown) => cause)

  test('says who did what to what, by name, and what came of it', async () => {
    const { subject: id } = await world.ended(await client.guest.create(wanted))
    await client.instance.stop({ id, force: true })
    await refusal(client.instance.stop({ id }))
    await client.guest.remove({ id })
    const guest = [{ id, name: 'web-1' }]
    const by = { user: 'ada', address: '127.0.0.1', objects: guest }
    expect(await newest()).toMatchObject([
      { ...by, operation: 'guest.remove', outcome: 'ok', content: 'ada(127.0.0.1) deleted guest "web-1"' },
      {
        ...by,
        operation: 'instance.stop',
        outcome: 'GUEST_STOPPED',
        content: 'ada(127.0.0.1) shut down guest "web-1": failed with GUEST_STOPPED',
        details: { id, reboot: false, force: false },
        error_details: { name: 'web-1' }
      },
      { ...by, operation: 'instance.stop', outcome: 'ok', content: 'ada(127.0.0.1) forced off guest "web-1"' },
      { ...by, outcome: 'ok', content: 'ada(127.0.0.1) created guest "web-1" in pool "default"' },
      {
        ...by,
        operation: 'guest.create',
        outcome: 'accepted',
        content: 'ada(127.0.0.1) created guest "web-1" in pool "default": begun'
      }
    ])
    const [entry] = await newest()
    expect(entry?.id).toMatch(new RegExp(`^${entry?.time.replaceAll(/\D/g, '')}\\d{3}$`))
  })

  test('is narrowed by who did it, by what was done and by words in any case, and counted so', async () => {
    const eve = world.clientFor(await world.signIn('eve', ['image', 'media'], 'members'))
    await eve.mediaImage.create({ name: 'Debian' })
    await client.mediaImage.create({ name: 'fedora' })
    const list = async (input: { user?: string; operation?: string; text?: string; limit?: number }) => {
      const page = (await client.log.list(input)) as { logs: LogEntry[]; total: number }
      return { contents: page.logs.map(({ content }) => content), total: page.total }
    }
    const [debian, fedora] = ['eve', 'ada'].map((user, at) =>
      expect.stringContaining(`${user}(127.0.0.1) made media image "${['Debian', 'fedora'][at]}"`)
    )
    expect(await list({ text: 'MEDIAIMAGE made' })).toEqual({ contents: [fedora, debian], total: 2 })
    expect(await list({ text: 'mediaimage made', limit: 1 })).toEqual({ contents: [fedora], total: 2 })
    expect(await list({ text: 'debian' })).toEqual({ contents: [debian], total: 1 })
    expect(await list({ user: 'eve' })).toEqual({ contents: [debian], total: 1 })
    expect(await list({ user: 'eve', text: 'fedora' })).toEqual({ contents: [], total: 0 })
    expect(await list({ operation: 'mediaImage.create' })).toEqual({ contents: [fedora, debian], total: 2 })
    expect(await list({ operation: 'mediaImage' })).toEqual({ contents: [], total: 0 })
    expect((await list({ text: '' })).total).toBeGreaterThan(2)
  })

  test('knows a new image by its id, and what is used besides the guest', async () => {
    const { id } = await client.mediaImage.create({ name: 'disc' })
    await refusal(client.instance.insertMedia({ id: 'none', source: id }))
    expect(await newest()).toMatchObject([
      {
        objects: [
          { id: 'none', name: '' },
          { id, name: 'disc' }
        ],
        content: expect.stringContaining('inserted media image "disc" into guest none: failed with')
      },
      { operation: 'mediaImage.create', objects: [{ id, name: 'disc' }] }
    ])
  })

  test('says what was refused: no permission, no sign-in, wrong input, wrong password; and who signed in', async () => {
    const anybody = world.clientOf(world.app.sessions.nobody('10.0.0.9'))
    await anybody.system.init(account)
    const member = world.clientFor(await world.signIn('eve', ['instance'], 'members'))
    await refusal(member.user.remove({ user: 'ada' }))
    await refusal(world.clientOf(world.app.sessions.nobody('10.0.0.9')).guest.remove({ id: 'x' }))
    await refusal(client.guest.create({ ...wanted, cores: 0 }))
    await refusal(anybody.session.create({ ...account, password: 'Wrong1234' }))
    await anybody.session.create(account)
    await client.guest.page({})
    expect(await newest(5)).toMatchObject([
      { user: '', address: '10.0.0.9', outcome: 'ok', content: 'somebody(10.0.0.9) signed in as "ada"' },
      { operation: 'session.create', outcome: 'SIGN_IN_REFUSED', content: expect.stringContaining('"ada": failed') },
      { user: 'ada', operation: 'guest.create', outcome: 'INPUT_INVALID' },
      { user: '', address: '10.0.0.9', operation: 'guest.remove', outcome: 'SIGN_IN_NEEDED', objects: [] },
      { user: 'eve', outcome: 'PERMISSION_DENIED', content: expect.stringMatching(/asked for user\.remove: failed/) }
    ])
  })

  test('has no secret in it, whoever was given or told one', async () => {
    const anybody = world.clientOf(world.app.sessions.nobody('127.0.0.1'))
    await anybody.system.init(account)
    const { session } = await anybody.session.create({ ...account, nonce: 'nonce-of-sign-in' })
    const signedIn = world.clientFor(session)
    await signedIn.user.setPassword({ user: 'ada', old: account.password, new: 'Different22' })
    await refusal(anybody.session.create({ ...account, password: 'Mistyped33' }))
    await client.user.create({ user: 'bob', password: PASSWORD })
    await client.user.resetPassword({ user: 'bob', password: 'Forgotten44' })
    const ci = { admin_name: 'root', admin_secret: 'Cloudy55' }
    const { subject: id } = await world.ended(
      await client.guest.create({ ...wanted, modules: ['qemu', 'cloud-init'], cloud_init: ci })
    )
    await client.guest.setAuth({ id, password: 'Inside66' })
    const { monitor_secret: old } = await client.guest.get({ id })
    const { monitor_secret: fresh } = await client.guest.renewMonitorSecret({ id })
    const { id: channel } = await signedIn.monitorChannel.create({ guest: id })
    await signedIn.session.remove({ id: session })

    expect((await newest(100)).map(({ outcome }) => outcome)).not.toContain('INPUT_INVALID')
    await world.app.close()
    const files = [join(world.folder, 'audit'), join(world.folder, 'logs')]
    const kept = await Promise.all(
      files.map(async (folder) =>
        Promise.all((await readdir(folder).catch(() => [])).map((name) => readFile(join(folder, name), 'utf8')))
      )
    )
    const written = kept.flat().join('')
    expect(written).toContain('made a new monitor secret')
    expect(written).toContain('signed out')
    const chosen = ['nonce-of-sign-in', account.password, 'Different22', 'Mistyped33', PASSWORD, 'Forgotten44']
    for (const secret of [...chosen, 'Cloudy55', 'Inside66', old, fresh, channel, session, 'scrypt'])
      expect(written).not.toContain(secret)
  })

  test('lists the last day, unless it is asked for other times', async () => {
    await client.log.create({ content: 'yesterday' })
    const yesterday = localTime(clock.now())
    clock.pass(90_000)
    await client.log.create({ content: 'today' })
    const contents = async (range: object): Promise<string[]> =>
      ((await client.log.list({ ...range, format: 'array' })) as LogEntry[]).map(({ content }) => content)
    expect(await client.log.list({})).toMatchObject({ logs: [{ content: 'today' }], total: 1 })
    expect(await contents({ before: yesterday })).toEqual(['yesterday'])
    expect(await contents({ after: yesterday })).toEqual(['today', 'yesterday'])
    expect(await contents({ after: yesterday, before: yesterday })).toEqual(['yesterday'])
    await world.restart()
    expect(await client.log.list({ after: yesterday, limit: 1, start: 1 })).toMatchObject({
      logs: [{ content: 'yesterday' }],
      total: 2
    })
  })

  test('gives twenty where more than a hundred are asked for', async () => {
    for (let count = 0; count < 30; count++) await client.log.create({ content: `note ${count}` })
    expect(await newest(101)).toHaveLength(20)
    expect(await newest(100)).toHaveLength(30)
  })

  test.each(['yesterday', '2026-02-30 00:00:00', '2026-01-01 24:00:00', '2026-01-01'])(
    'refuses the time "%s"',
    async (after) => {
      await expect(client.log.list({ after })).rejects.toMatchObject({
        code: 'INPUT_INVALID',
        message: expect.stringContaining('after: ')
      })
    }
  )

  test('keeps no more than is meant of an id that is longer than any', async () => {
    await refusal(client.instance.insertMedia({ id: 'none', source: 'x'.repeat(300_000) }))
    expect(await newest(1)).toMatchObject([
      { operation: 'instance.insertMedia', objects: [{ id: 'none' }, { id: 'x'.repeat(64) }] }
    ])
    expect((await newest(1))[0]?.content.length).toBeLessThan(10_000)
  })

  test('keeps a note as it was written, and who wrote it', async () => {
    const member = world.clientFor(await world.signIn('eve', ['instance'], 'members'))
    await member.log.create({ content: 'ada(127.0.0.1) deleted\nguest "web-1"' })
    expect((await newest())[0]).toMatchObject({
      content: 'ada(127.0.0.1) deleted\nguest "web-1"',
      user: 'eve',
      operation: 'log.create'
    })
    await expect(member.log.list({})).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    await expect(member.log.remove({ entries: ['x'] })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  })

  test('says who removed entries, and who tried to', async () => {
    await client.log.create({ content: 'one' })
    await client.log.create({ content: 'two' })
    const [two, one] = await newest()
    const both = [one?.id ?? '', two?.id ?? '']
    await expect(client.log.remove({ entries: [...both, '20260102030405000'] })).rejects.toMatchObject({
      code: 'LOG_NOT_FOUND'
    })
    await client.log.remove({ entries: both })
    expect(await newest()).toMatchObject([
      { user: 'ada', content: 'ada(127.0.0.1) deleted 2 log entries' },
      { operation: 'log.remove', outcome: 'LOG_NOT_FOUND' }
    ])
  })
})
