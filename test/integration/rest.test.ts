import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '@shared/contract/session'
import { account, createServedWorld, type ServedWorld } from '../support/served-world'
import { ShiftedClock } from '../support/shifted-clock'

const GiB = 2 ** 30
const MiB = 2 ** 20

let served: ServedWorld
const clock = new ShiftedClock()
beforeAll(async () => void (served = await createServedWorld({ clock })))
afterAll(() => served.close())

describe('an answer', () => {
  it('is a pretty envelope of JSON that nobody keeps', async () => {
    const { status, headers, bytes } = await served.ask('GET /compute_pools/default')
    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' })
    expect(bytes.toString()).toBe(
      JSON.stringify(
        {
          error_code: 0,
          message: '',
          data: {
            name: 'default',
            enabled: true,
            cells: 1,
            network: '',
            network_mode: 'plain',
            storage: '',
            failover: false
          }
        },
        null,
        2
      )
    )
  })

  it('without anything to say has an empty text', async () => {
    const body = { enable: false }
    const { envelope } = await served.ask('PUT /compute_pool_cells/default/sim-a', { body })
    expect(envelope).toEqual({ error_code: 0, message: '', data: '' })
    await served.ask('PUT /compute_pool_cells/default/sim-a', { body: { enable: true } })
  })

  it('that has nothing in it is an empty list', async () =>
    expect((await served.ask('GET /compute_pool_cells/')).envelope.data).toEqual([]))

  it.each([
    ['GET /guests/none', 404],
    ['GET /guest_search/?status=on', 400],
    ['POST /system/', 400],
    ['PUT /sessions/foreign', 401]
  ])('to %s, which fails, has status 200 and code %d', async (route, code) => {
    const { status, headers, envelope } = await served.ask(route)
    expect([status, headers['content-type'], envelope.error_code, envelope.data]).toEqual([
      200,
      'application/json',
      code,
      {}
    ])
    expect(envelope.message).not.toBe('')
  })

  it('conflicts by name with 409', async () => {
    const { envelope } = await served.ask('POST /system/', { body: account })
    expect(envelope).toMatchObject({ error_code: 409, message: 'The first administrator exists already; sign in' })
  })
})

describe('a path', () => {
  const same = async (...paths: string[]): Promise<void> => {
    const answers = await Promise.all(paths.map((path) => served.ask(path)))
    for (const { status, headers, envelope } of answers) {
      expect([status, headers.location]).toEqual([200, undefined])
      expect(envelope).toEqual(answers[0]?.envelope)
    }
  }

  it.each([
    ['GET /compute_pools'],
    ['GET /compute_pools/default'],
    ['GET /compute_pool_cells'],
    ['GET /media_images'],
    ['GET /disk_image_search'],
    ['GET /guest_search'],
    ['POST /monitor_channels'],
    ['DELETE /guests/none'],
    ['PUT /sessions/none']
  ])('%s answers with and without prefix, with and without last slash', (route) => {
    const prefixed = route.replace(' /', ' /api/v1/')
    return same(route, `${route}/`, prefixed, `${prefixed}/`)
  })

  it.each([
    ['GET /guests/none', 'GET /guest/none'],
    ['POST /guests/', 'POST /guest/'],
    ['POST /instances/none/media', 'POST /instance/none/media'],
    ['GET /media_images/none/file/', 'GET /media_image_files/none'],
    ['POST /media_images/none/file/', 'POST /media_image_files/none'],
    ['GET /disk_images/none/file/', 'GET /disk_image_files/none'],
    ['POST /disk_images/none/file/', 'POST /disk_image_files/none'],
    ['POST /monitor_channels/', 'POST /monitor_channel/']
  ])('%s is also %s', (route, alias) => same(route, alias, alias.replace(' /', ' /api/v1/')))

  it.each(['GET /nothing', 'GET /api/v1/nothing', 'PATCH /guests/a/b/c', 'GET /assets/none.js', 'OPTIONS /nothing'])(
    'that nobody knows (%s) is told so in the envelope',
    async (route) => {
      const { status, envelope } = await served.ask(route)
      expect(status).toBe(404)
      expect(envelope).toEqual({ error_code: 404, message: `No operation is called "${route}"`, data: {} })
    }
  )

  it.each([
    ['PATCH /guests/none', 'DELETE, GET, HEAD'],
    ['PUT /api/v1/guest', 'POST'],
    ['GET /search/guests/', 'POST'],
    ['DELETE /disk_image_files/none?x=1', 'GET, HEAD, POST']
  ])('that is not served so (%s) says how it is: %s', async (route, allowed) => {
    const { status, headers, envelope } = await served.ask(route)
    expect([status, envelope.error_code, headers.allow]).toEqual([405, 405, allowed])
    expect(envelope.message).toContain(allowed)
    const options = await served.ask(route.replace(/^\w+/, 'OPTIONS'))
    expect([options.status, options.headers.allow, options.bytes.length]).toEqual([204, allowed, 0])
  })

  it('that is served by GET is by HEAD, without the body', async () => {
    const { headers } = await served.ask('GET /compute_pools/default')
    const head = await served.ask('HEAD /compute_pools/default')
    expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([
      200,
      headers['content-length'],
      0
    ])
  })

  it.each(['GET /guests/%zz', 'GET /%', 'GET /guests/%c0%ae'])('that is no address (%s) is refused', async (route) => {
    const { envelope } = await served.ask(route)
    expect(envelope.error_code).toBe(400)
  })

  it('cannot leave the pages', async () => {
    for (const route of ['GET /../package.json', 'GET /%2e%2e/package.json', 'GET /..%2fpackage.json', 'GET /.git'])
      expect((await served.ask(route)).envelope.error_code).toBeGreaterThanOrEqual(400)
  })
})

describe('a body', () => {
  const search = (body: unknown, headers = {}) => served.ask('POST /search/guests/', { body, headers })
  const limitOf = async (body: unknown, headers = {}): Promise<unknown> =>
    ((await search(body, headers)).envelope.data as { limit?: number }).limit

  it.each([
    ['an object', '{"limit":7}', 7],
    ['an object in an array', '[{"limit":7}]', 7],
    ['an object with more in it', '{"limit":7,"colour":"red"}', 7],
    ['one that came with a mark before it', '\ufeff{"limit":7}', 7],
    ['nothing', '', 20],
    ['an empty object', '{}', 20]
  ])('may be %s', async (_what, body, limit) => expect(await limitOf(body)).toBe(limit))

  it.each([
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded; charset=UTF-8',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'nonsense',
    ';;'
  ])('is JSON, also when it claims to be %s', async (type) =>
    expect(await limitOf({ limit: 7 }, { 'content-type': type })).toBe(7)
  )

  it('may be sent in chunks', async () =>
    expect(await limitOf('{"limit":7}', { 'transfer-encoding': 'chunked' })).toBe(7))

  it.each([
    ['{', 'JSON'],
    ['limit=7', 'JSON'],
    ['[]', 'one JSON object'],
    ['"text"', 'one JSON object'],
    ['{"limit":"many"}', 'limit must be a'],
    ['{"limit":null}', 'limit must be a'],
    ['{"limit":1e999}', 'limit must be a']
  ])('%s is refused by name', async (body, reason) => {
    const { envelope } = await search(body)
    expect(envelope.error_code).toBe(400)
    expect(envelope.message).toContain(reason)
  })

  it('of more than 1 MiB is refused, in one piece or in chunks', async () => {
    const body = JSON.stringify({ keyword: 'x'.repeat(MiB) })
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const { status, envelope } = await search(body, headers)
      expect([status, envelope.error_code]).toEqual([200, 413])
    }
  })

  it('is optional where the API has one for a DELETE', async () => {
    expect((await served.ask('DELETE /guests/none')).envelope.error_code).toBe(404)
    expect((await served.ask('DELETE /guests/none', { body: { force: true } })).envelope.error_code).toBe(404)
  })

  it.each([
    ['{"colour":"red","shape":[]}', '', 'Unknown fields were passed over: "colour", "shape"'],
    ['{"limit":7,"colour":"red"}', '', ''],
    ['{"colour":"red"}', '?limit=7', ''],
    ['{}', '?colour=red', 'Unknown fields were passed over: "colour"'],
    ['{"__proto__":{"limit":1}}', '', 'Unknown fields were passed over: "__proto__"'],
    ['{}', '', '']
  ])('%s with %j has the message %j', async (body, query, message) => {
    const { envelope } = await served.ask(`POST /search/guests/${query}`, { body })
    expect([envelope.error_code, envelope.message]).toEqual([0, message])
  })

  it('of nothing but unknown fields is told so, where it is refused too, and only of some', async () => {
    const body = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`${n}${'x'.repeat(300)}`, n]))
    const { envelope } = await served.ask('POST /disk_images/', { body })
    expect(envelope.error_code).toBe(400)
    expect(envelope.message).toMatch(/^name is missing\. Unknown fields were passed over: "0x+", .* and more$/)
    expect(envelope.message.length).toBeLessThan(1_500)
  })

  it('yields to the path', async () => {
    const { envelope } = await served.ask('DELETE /guests/none', { body: { id: 'other' } })
    expect(envelope.message).toContain('"none"')
  })
})

describe('a guest', () => {
  it('is accepted with 202, is being created with 201, and is there with 200', async () => {
    const made = await served.ask('POST /guests/', {
      body: { name: 'web', cores: 1, memory: GiB, disks: [GiB], owner: 'ada', group: 'admin', colour: 'red' }
    })
    const { id } = made.envelope.data as { id: string }
    expect([made.status, made.envelope.error_code]).toEqual([202, 0])
    const seen = new Set<number>()
    for (;;) {
      const { status, envelope } = await served.ask(`GET /guests/${id}`)
      const { created } = envelope.data as { created: boolean }
      expect(status).toBe(created ? 200 : 201)
      seen.add(status)
      if (created) break
    }
    expect(seen).toContain(200)
  })

  it('whose task runs is shown with 201', async () => {
    const { status, envelope } = await served.ask('POST /system/demo/', { body: { guests: 50_000 } })
    const { task } = envelope.data as { task: string }
    expect(status).toBe(202)
    expect((await served.ask(`GET /tasks/${task}`)).status).toBe(201)
    expect((await served.ask(`DELETE /tasks/${task}`)).envelope.data).toBe('')
    await served.world.ended(await served.world.client.task.get({ id: task }))
    expect(await served.ask(`GET /tasks/${task}`)).toMatchObject({
      status: 200,
      envelope: { data: { state: 'cancelled' } }
    })
  })
})

describe('a session', () => {
  const signIn = async (): Promise<string> =>
    ((await served.ask('POST /sessions/', { session: '', body: account })).envelope.data as Session).session

  it('is needed from the first request on', async () => {
    const { envelope } = await served.ask('GET /guest_search/', { session: '' })
    expect(envelope).toMatchObject({ error_code: 401, message: expect.stringContaining('Nano-Session') })
  })

  it('is kept, looked at and ended by its holder', async () => {
    const session = await signIn()
    const ask = async (route: string) => (await served.ask(route, { session })).envelope
    expect(await ask(`PUT /sessions/${session}`)).toEqual({ error_code: 0, message: '', data: '' })
    expect(await ask(`GET /sessions/${session}`)).toMatchObject({ data: { user: 'ada', timeout: 180, resource: [] } })
    expect(await ask('GET /sessions/current')).toMatchObject({ data: { session: { user: 'ada' } } })
    expect(await ask(`DELETE /sessions/${session}`)).toMatchObject({ error_code: 0 })
    expect(await ask('GET /guest_search/')).toMatchObject({ error_code: 401 })
  })

  it('ends three minutes after it was last kept, whatever else is asked', async () => {
    const session = await signIn()
    const code = async (route: string): Promise<number> => (await served.ask(route, { session })).envelope.error_code
    clock.pass(170)
    expect(await code(`PUT /sessions/${session}`)).toBe(0)
    clock.pass(170)
    expect(await code('GET /guest_search/')).toBe(0)
    clock.pass(11)
    expect(await code('GET /guest_search/')).toBe(401)
  })
})
