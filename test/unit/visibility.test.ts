import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { Client } from '@shared/contract'
import type { ScopeKind } from '@shared/contract/define'
import type { Permission } from '@shared/contract/permissions'
import type { Notice } from '@shared/contract/wire'
import { seenBy, type Viewer } from '@shared/rules/visibility'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import { createWorld, type World } from '../support/world'

const GiB = 2 ** 30
const viewer = (shares: ScopeKind[], group = 'team', permissions: Permission[] = []): Viewer => ({
  user: 'ada',
  group,
  permissions: new Set(permissions),
  shares: new Set(shares)
})

describe('a thing', () => {
  const [nobodys, own, teams, foreign, ownerless] = [
    { owner: '', group: '' },
    { owner: 'ada', group: 'other' },
    { owner: 'bob', group: 'team' },
    { owner: 'eve', group: 'other' },
    { owner: '', group: 'other' }
  ]
  const all = [nobodys, own, teams, foreign, ownerless]

  test.each([
    ['who shares nothing sees their own and nobody’s', viewer([]), [nobodys, own]],
    ['who shares this kind sees the group’s too', viewer(['guest']), [nobodys, own, teams]],
    ['who shares another kind does not', viewer(['disk_image']), [nobodys, own]],
    ['who is in no group shares nothing with those in none', viewer(['guest'], ''), [nobodys, own]],
    ['who may see everything does', viewer([], 'team', ['resource:all']), all]
  ])('%s', (_what, who, seen) => expect(all.filter(seenBy(who, 'guest'))).toEqual(seen))

  it('of somebody without a name is not seen by somebody without a name', () =>
    expect(seenBy({ ...viewer(['guest'], ''), user: '' }, 'guest')(ownerless)).toBe(false))
})

describe('users', () => {
  let world: World
  let [ada, bob, eve, root]: Client[] = []
  const ids = new Map<string, string>()
  const heard: Record<string, Notice[]> = {}
  beforeAll(async () => {
    world = await createWorld()
    const menu = ['instance', 'image', 'media', 'visibility'] as const
    const sessions = {
      ada: await world.signIn('ada', menu, 'team'),
      bob: await world.signIn('bob', menu, 'team'),
      eve: await world.signIn('eve', menu, 'other')
    }
    ada = world.clientFor(sessions.ada)
    bob = world.clientFor(sessions.bob)
    eve = world.clientFor(sessions.eve)
    root = world.client
    for (const [name, session] of Object.entries(sessions)) {
      const notices: Notice[] = (heard[name] = [])
      const send = (notice: Notice): void => void notices.push(notice)
      new BridgeConnection(world.app, { address: '127.0.0.1', send }).present(session)
    }
    for (const [name, client] of Object.entries({ ada, bob, eve })) {
      const task = await client.guest.create({ name: `of-${name}`, cores: 1, memory: GiB, disks: [GiB], start: true })
      ids.set(name, (await world.ended(task)).subject)
      ids.set(`${name}-image`, (await client.diskImage.create({ name: `of-${name}` })).id)
      ids.set(`${name}-media`, (await client.mediaImage.create({ name: `of-${name}` })).id)
    }
  })
  afterAll(() => world.close())

  const namesSeenBy = async (client: Client): Promise<string[][]> => {
    const named = (things: { name: string }[]): string[] => things.map(({ name }) => name).sort()
    const page = await client.guest.page({})
    expect(page.total).toBe(page.result.length)
    return [
      named(page.result),
      named(await client.guest.search({})),
      named(await client.status.instances({ pool: 'default' })),
      named(await client.status.instancesOfCell({ pool: 'default', cell: 'sim-a' })),
      named(await client.diskImage.search({})).filter((name) => name !== 'sample'),
      named(await client.mediaImage.list({})),
      named(await client.mediaImage.search({}))
    ]
  }

  it('list their own things and nobody else’s', async () => {
    for (const [name, client] of Object.entries({ ada, bob, eve }))
      for (const names of await namesSeenBy(client!)) expect(names).toEqual([`of-${name}`])
    for (const names of await namesSeenBy(root!)) expect(names).toEqual(['of-ada', 'of-bob', 'of-eve'])
  })

  it('who ask for others’ things are told that there are none', async () => {
    const [guest, image, media] = [ids.get('ada')!, ids.get('ada-image')!, ids.get('ada-media')!]
    const own = ids.get('eve')!
    const missing = (code: string, id: string) => ({ code, message: expect.stringContaining(id) as string })
    for (const client of [bob!, eve!]) {
      await expect(client.guest.get({ id: guest })).rejects.toMatchObject(missing('GUEST_NOT_FOUND', guest))
      await expect(client.guest.remove({ id: guest, force: true })).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })
      await expect(client.instance.stop({ id: guest })).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })
      await expect(client.monitorChannel.create({ guest })).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })
      await expect(client.diskImage.get({ id: image })).rejects.toMatchObject(missing('IMAGE_NOT_FOUND', image))
      await expect(client.diskImage.download({ id: image })).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
      await expect(client.mediaImage.remove({ id: media })).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
      expect(await client.instance.sample({ ids: [guest] })).toEqual([])
    }
    await expect(eve!.instance.insertMedia({ id: own, source: media })).rejects.toMatchObject(
      missing('IMAGE_NOT_FOUND', media)
    )
    const wanted = { name: 'x', cores: 1, memory: GiB, disks: [GiB] }
    await expect(eve!.guest.create({ ...wanted, from_image: image })).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
    await expect(eve!.diskImage.build({ name: 'x', guest })).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })
    expect(await ada!.guest.get({ id: guest })).toMatchObject({ running: true })
  })

  it('see, cancel and hear of their own tasks alone', async () => {
    for (const [name, client] of Object.entries({ ada, bob, eve })) {
      const tasks = await client!.task.list({})
      expect(new Set(tasks.map(({ user }) => user))).toEqual(new Set([name]))
      expect(
        new Set(heard[name]?.flatMap((notice) => (notice.name === 'task.changed' ? notice.payload.user : [])))
      ).toEqual(new Set([name]))
    }
    const [task] = await ada!.task.list({})
    await expect(eve!.task.get({ id: task!.id })).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' })
    await expect(eve!.task.cancel({ id: task!.id })).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' })
    expect(await root!.task.get({ id: task!.id })).toMatchObject({ user: 'ada' })
  })

  it('hear of what they see, and of nothing else', async () => {
    await ada!.instance.stop({ id: ids.get('ada')!, force: true })
    await ada!.instance.start({ id: ids.get('ada')! })
    for (const [name, notices] of Object.entries(heard))
      for (const notice of notices)
        if ('owner' in notice.payload) expect([notice.name, notice.payload.owner]).toEqual([notice.name, name])
  })

  it('make things for themselves; who sees everything, for anybody', async () => {
    const wanted = { cores: 1, memory: GiB, disks: [GiB] }
    for (const owner of [{ owner: 'ada' }, { group: 'team' }, { owner: 'eve', group: 'team' }]) {
      const refused = { code: 'OWNER_REFUSED' }
      await expect(eve!.guest.create({ ...wanted, ...owner, name: 'theirs' })).rejects.toMatchObject(refused)
      await expect(eve!.diskImage.create({ ...owner, name: 'theirs' })).rejects.toMatchObject(refused)
      await expect(eve!.mediaImage.modify({ id: ids.get('eve-media')!, ...owner })).rejects.toMatchObject(refused)
    }
    // Nobody's would be everybody's.
    const nobodys = { id: ids.get('eve-media')!, owner: '', group: '' }
    await expect(eve!.mediaImage.modify(nobodys)).rejects.toMatchObject({ code: 'OWNER_REFUSED' })
    await eve!.mediaImage.modify({ id: ids.get('eve-media')!, owner: 'eve', group: 'other', description: 'mine' })
    const { id } = await root!.diskImage.create({ name: 'given', owner: 'eve', group: 'other' })
    expect(await eve!.diskImage.get({ id })).toMatchObject({ owner: 'eve', group: 'other' })
    await eve!.diskImage.remove({ id })
  })

  it('of a group share what it says they share', async () => {
    const [theirs, image] = [{ id: ids.get('bob')! }, { id: ids.get('bob-image')! }]
    expect(await bob!.visibility.get({})).toEqual({
      instance_visible: false,
      disk_image_visible: false,
      media_image_visible: false
    })
    await bob!.visibility.modify({ instance_visible: true })
    expect(await bob!.visibility.get({})).toMatchObject({ instance_visible: true, disk_image_visible: false })

    const now = world.clientFor(world.app.sessions.start({ user: 'ada', address: '127.0.0.1' }))
    const [guests = [], , , , images] = await namesSeenBy(now)
    expect([guests, images]).toEqual([['of-ada', 'of-bob'], ['of-ada']])
    expect(await now.guest.get(theirs)).toMatchObject({ owner: 'bob' })
    await expect(now.diskImage.get(image)).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
    await expect(eve!.guest.get(theirs)).rejects.toMatchObject({ code: 'GUEST_NOT_FOUND' })

    const before = heard['ada']!.length
    await bob!.instance.stop({ ...theirs, force: true })
    expect(heard['ada']!.slice(before)).toMatchObject([{ name: 'guest.changed', payload: theirs }])
    expect(heard['eve']!.filter(({ payload }) => 'id' in payload && payload.id === theirs.id)).toEqual([])
  })

  it('who may only look are not told the secret of a console', async () => {
    const looker = world.clientFor(await world.signIn('looker', ['dashboard', 'compute_pool']))
    expect(await looker.guest.get({ id: ids.get('ada')! })).toMatchObject({ monitor_secret: '' })
    expect(await looker.instance.get({ id: ids.get('ada')! })).toMatchObject({ monitor_secret: '' })
  })
})
