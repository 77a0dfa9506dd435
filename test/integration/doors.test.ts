import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '@shared/contract/wire'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import { createServedWorld, type Question, type ServedWorld } from '../support/served-world'
import { BridgeClient } from '../support/socket-client'

const GiB = 2 ** 30
const guest = { name: 'web-1', cores: 2, memory: GiB, disks: [8 * GiB] }
const nobody = '00000000-0000-4000-8000-000000000000'

/** An operation with one input, and how REST says the same. */
type Row = [operation: string, input: object, route: string, body?: object]

const reads: Row[] = [
  ['system.get', {}, 'GET /system/'],
  ['system.details', {}, 'GET /system/details/'],
  ['user.overview', {}, 'GET /accounts/'],
  ['session.current', {}, 'GET /sessions/current'],
  ['computePool.list', {}, 'GET /compute_pools/'],
  ['computePool.get', { pool: 'default' }, 'GET /compute_pools/default'],
  ['cell.list', { pool: 'default' }, 'GET /compute_pool_cells/default'],
  ['cell.get', { pool: 'default', cell: 'sim-a' }, 'GET /compute_pool_cells/default/sim-a'],
  ['guest.search', {}, 'GET /guest_search/'],
  ['guest.search', { status: 1, created: true }, 'GET /guest_search/?status=1&created=true'],
  ['guest.page', { limit: 5, keyword: 'web' }, 'POST /search/guests/', { limit: 5, keyword: 'web' }],
  ['mediaImage.list', {}, 'GET /media_images/'],
  ['diskImage.search', { tags: ['linux', 'demo'] }, 'GET /disk_image_search?tags=linux,demo'],
  ['task.list', { limit: 10 }, 'GET /tasks/?limit=10']
]

const refusals: Row[] = [
  ['guest.create', {}, 'POST /guests/', {}],
  ['guest.create', { ...guest, name: 'a b' }, 'POST /guests/', { ...guest, name: 'a b' }],
  ['guest.create', { ...guest, name: 'x'.repeat(10_000) }, 'POST /guests/', { ...guest, name: 'x'.repeat(10_000) }],
  ['guest.create', { ...guest, name: '虚拟机,"/' }, 'POST /guests/', { ...guest, name: '虚拟机,"/' }],
  ['guest.create', { ...guest, name: ['web'] }, 'POST /guests/', { ...guest, name: ['web'] }],
  ['guest.create', { ...guest, memory: '1G' }, 'POST /guests/', { ...guest, memory: '1G' }],
  ['guest.create', { ...guest, pool: 'none' }, 'POST /guests/', { ...guest, pool: 'none' }],
  ['guest.create', { ...guest, from_image: nobody }, 'POST /guests/', { ...guest, from_image: nobody }],
  ['guest.get', { id: nobody }, `GET /guests/${nobody}`],
  ['guest.get', { id: '..' }, 'GET /guests/%2e%2e'],
  ['guest.get', { id: 'a/b' }, 'GET /guests/a%2fb'],
  ['guest.get', { id: 'x'.repeat(500) }, `GET /guests/${'x'.repeat(500)}`],
  ['guest.remove', { id: nobody }, `DELETE /guests/${nobody}`],
  ['guest.remove', { id: nobody, force: 'yes' }, `DELETE /guests/${nobody}`, { force: 'yes' }],
  ['guest.search', { status: 7 }, 'GET /guest_search/?status=7'],
  ['guest.search', { status: 'on' }, 'GET /guest_search/?status=on'],
  ['instance.start', { id: nobody }, `POST /instances/${nobody}`],
  ['instance.sample', { ids: [] }, 'GET /instances/?ids='],
  ['computePool.get', { pool: '__proto__' }, 'GET /compute_pools/__proto__'],
  ['cell.get', { pool: 'default', cell: 'constructor' }, 'GET /compute_pool_cells/default/constructor'],
  ['cell.modify', { pool: 'default', cell: 'sim-a' }, 'PUT /compute_pool_cells/default/sim-a', {}],
  ['diskImage.create', { name: 'a/b' }, 'POST /disk_images/', { name: 'a/b' }],
  ['diskImage.download', { id: nobody }, `GET /disk_images/${nobody}/file/`],
  ['diskImage.upload', { id: nobody }, `POST /disk_images/${nobody}/file/`],
  ['monitorChannel.create', { guest: nobody }, 'POST /monitor_channels/', { guest: nobody }],
  ['session.keep', { id: nobody }, `PUT /sessions/${nobody}`],
  ['session.create', { user: 'ada', password: 'wrong' }, 'POST /sessions/', { user: 'ada', password: 'wrong' }],
  ['system.init', { user: 'eve', password: 'Analytical1' }, 'POST /system/', { user: 'eve', password: 'Analytical1' }],
  ['task.get', { id: nobody }, `GET /tasks/${nobody}`],
  ['task.cancel', { id: nobody }, `DELETE /tasks/${nobody}`]
]

/** Every look at a thing has a revision of its own. */
const timeless = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'revision' ? 0 : part)))

describe('the doors', () => {
  let served: ServedWorld
  let window: BridgeConnection
  let browser: BridgeClient
  beforeAll(async () => {
    served = await createServedWorld()
    window = new BridgeConnection(served.world.app, { address: '127.0.0.1', send: () => {} })
    window.present(served.session)
    browser = await BridgeClient.connect(served.url)
    browser.present(served.session)
  })
  afterAll(async () => {
    window.close()
    browser.close()
    await served.close()
  })

  const overBridges = (operation: string, input: unknown): Promise<Reply[]> =>
    Promise.all([window.call(operation, input), browser.call(operation, input)])
  const overRest = (route: string, question: Question) => served.ask(route, question)

  it.each(reads)('give equal answers to %s %j', async (operation, input, route, body) => {
    const [inWindow, inBrowser] = await overBridges(operation, input)
    const { status, envelope } = await overRest(route, { body })
    if (!inWindow?.ok) return expect.fail(JSON.stringify(inWindow))
    expect(timeless(inBrowser)).toEqual(timeless(inWindow))
    expect(status).toBe(200)
    expect(timeless(envelope)).toEqual(timeless({ error_code: 0, message: '', data: inWindow.value }))
  })

  it.each(refusals)('refuse %s %j alike', async (operation, input, route, body) => {
    const [inWindow, inBrowser] = await overBridges(operation, input)
    const { status, envelope } = await overRest(route, { body })
    if (inWindow?.ok !== false) return expect.fail('not refused')
    expect(inBrowser).toEqual(inWindow)
    expect(status).toBe(200)
    expect(envelope.message).toBe(inWindow.error.message)
    expect(envelope.error_code).toBeGreaterThanOrEqual(400)
  })

  it.each(refusals.slice(0, 10))('refuse %s of nobody alike', async (operation, input, route, body) => {
    const stranger = await BridgeClient.connect(served.url)
    const reply = await stranger.call(operation, input)
    const { envelope } = await overRest(route, { body, session: '' })
    stranger.close()
    expect(reply).toMatchObject({ ok: false, error: { code: 'SIGN_IN_NEEDED', message: envelope.message } })
    expect(envelope.error_code).toBe(401)
  })

  it('refuse a session that has ended alike, but let it read what is public', async () => {
    const stale = await BridgeClient.connect(served.url)
    stale.present(nobody)
    const reply = await stale.call('guest.search', {})
    const { envelope } = await overRest('GET /guest_search/', { session: nobody })
    expect(reply).toMatchObject({ ok: false, error: { code: 'SESSION_INVALID', message: envelope.message } })
    expect(envelope.error_code).toBe(401)
    expect(await stale.call('system.get', {})).toMatchObject({ ok: true, value: { ready: true } })
    expect((await overRest('GET /system/', { session: nobody })).envelope.error_code).toBe(0)
    stale.close()
  })

  it('make a guest each, which all see, and its removal', async () => {
    const made = async (reply: unknown): Promise<string> => {
      const { id, subject } = (reply as { value: { id: string; subject: string } }).value
      await served.world.ended(await served.world.client.task.get({ id }))
      return subject
    }
    const first = await made(await window.call('guest.create', { ...guest, name: 'one' }))
    const second = await made(await browser.call('guest.create', { ...guest, name: 'two' }))
    const { status, envelope } = await overRest('POST /guests/', { body: { ...guest, name: 'three' } })
    expect(status).toBe(202)
    const { id: third } = envelope.data as { id: string }
    expect(envelope.data).toEqual({ id: third })
    const [task] = await served.world.client.task.list({ limit: 1 })
    await served.world.ended(task ?? expect.fail('no task'))

    for (const id of [first, second, third]) {
      const [inWindow, inBrowser] = await overBridges('guest.get', { id })
      expect(inWindow).toMatchObject({ ok: true, value: { id, created: true } })
      expect(inBrowser?.ok).toBe(true)
      expect((await overRest(`GET /guests/${id}`, {})).envelope.data).toMatchObject({ id, created: true })
    }
    expect(await window.call('guest.remove', { id: first })).toEqual({ ok: true, value: {} })
    expect(await browser.call('guest.remove', { id: second })).toEqual({ ok: true, value: {} })
    expect((await overRest(`DELETE /guests/${third}`, {})).envelope).toEqual({ error_code: 0, message: '', data: '' })
    expect(await window.call('guest.search', {})).toEqual({ ok: true, value: [] })
  })
})
