import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createServedWorld, type ServedWorld } from '../support/served-world'
import { RawHttp } from '../support/raw-http'

const GiB = 2 ** 30
const MiB = 2 ** 20

let served: ServedWorld
beforeAll(async () => void (served = await createServedWorld()))
afterAll(() => served.close())

const open: RawHttp[] = []
async function connect(): Promise<RawHttp> {
  const raw = await RawHttp.open(served.port)
  open.push(raw)
  return raw
}
afterEach(() => open.splice(0).forEach((raw) => raw.close()))

const own = (): string => `Host: 127.0.0.1:${served.port}\r\nNano-Session: ${served.session}\r\n`
const postOf = (path: string, headers: string, body = ''): string =>
  `POST ${path} HTTP/1.1\r\n${own()}${headers}\r\n\r\n${body}`

/** All that a wrong request might have changed. */
async function everything(): Promise<string> {
  const { client, folder } = served.world
  const without = (things: readonly object[]): object[] => things.map((thing) => ({ ...thing, revision: 0 }))
  return JSON.stringify([
    without((await client.guest.page({ limit: 500 })).result),
    without(await client.diskImage.search({})),
    without(await client.mediaImage.search({})),
    without(await client.task.list({})),
    await client.computePool.list({}),
    await readdir(join(folder, 'images/disk')).catch(() => [])
  ])
}

let before: string
async function expectRefusal({ message, error_code }: { message: string; error_code: number }, name: string) {
  expect(error_code).toBeGreaterThanOrEqual(400)
  expect(error_code).toBeLessThan(500)
  expect(message).toContain(name)
  expect(message).not.toMatch(/\bat .*:\d+|node_modules|\.ts\b|incident/)
  expect(await everything()).toBe(before)
}
const guest = { name: 'web', cores: 1, memory: GiB, disks: [GiB] }
const deep = (levels: number, inner = '0'): string => '['.repeat(levels) + inner + ']'.repeat(levels)
const image = { name: 'base' }

describe('a body that', () => {
  beforeAll(async () => void (before = await everything()))

  it.each<[string, string, object | string, string]>([
    ['POST /guests/', 'lacks everything', {}, 'name'],
    ['POST /guests/', 'lacks a field', { ...guest, cores: undefined }, 'cores'],
    ['POST /guests/', 'has text for a number', { ...guest, cores: '1' }, 'cores'],
    ['POST /guests/', 'has a fraction', { ...guest, cores: 1.5 }, 'cores'],
    ['POST /guests/', 'has null', { ...guest, memory: null }, 'memory'],
    ['POST /guests/', 'has a negative size', { ...guest, memory: -GiB }, 'memory'],
    ['POST /guests/', 'has a size of nothing', { ...guest, disks: [0] }, 'disks.0'],
    ['POST /guests/', 'has a negative size in a list', { ...guest, disks: [GiB, -512] }, 'disks.1'],
    ['POST /guests/', 'has an endless number', JSON.stringify(guest).replace('1073741824', '1e999'), 'memory'],
    ['POST /guests/', 'has a number too large to be one', { ...guest, disks: [2 ** 53] }, 'disks.0'],
    ['POST /guests/', 'has NaN', '{"name":"web","cores":NaN}', 'JSON'],
    ['POST /guests/', 'has Infinity', '{"name":"web","cores":Infinity}', 'JSON'],
    ['POST /guests/', 'has a list for a text', { ...guest, name: ['web'] }, 'name'],
    ['POST /guests/', 'has text for a list', { ...guest, disks: `${GiB}` }, 'disks'],
    ['POST /guests/', 'has an object for a list', { ...guest, tags: { 0: 'a' } }, 'tags'],
    ['POST /guests/', 'has text for a flag', { ...guest, auto_start: 'yes' }, 'auto_start'],
    ['POST /guests/', 'has a path for a name', { ...guest, name: '../../etc/passwd' }, 'name'],
    ['POST /guests/', 'has a zero byte in a name', { ...guest, name: 'web\0' }, 'name'],
    ['POST /guests/', 'has half a letter in a name', '{"name":"\\ud800","cores":1}', 'name'],
    ['POST /guests/', 'has a long name', { ...guest, name: 'x'.repeat(65) }, 'name'],
    ['POST /guests/', 'has an image that is a path', { ...guest, from_image: '../../store' }, 'from_image'],
    ['POST /guests/', 'has a pool that is not there', { ...guest, pool: '../default' }, '../default'],
    ['POST /guests/', 'has a value 10,000 levels deep', `{"name":${deep(10_000)}}`, 'name'],
    ['POST /disk_images/', 'has a name of dots', { name: '..' }, 'name'],
    ['POST /disk_images/', 'has a name with a slash', { name: 'a/b' }, 'name'],
    ['POST /disk_images/', 'has a name with a backslash', { name: 'a\\b' }, 'name'],
    ['POST /disk_images/', 'has a long description', { ...image, description: 'x'.repeat(1001) }, 'description'],
    ['POST /disk_images/', 'has tags with blanks', { ...image, tags: ['a b'] }, 'tags.0'],
    ['POST /disk_images/', 'has many tags', { ...image, tags: Array.from({ length: 33 }, String) }, 'tags'],
    ['PUT /disk_images/none', 'has an empty name', { name: '' }, 'name'],
    ['POST /sessions/', 'has an object for a user', { user: { $ne: '' }, password: 'x' }, 'user'],
    ['POST /sessions/', 'has a number for a password', { user: 'ada', password: 1 }, 'password'],
    ['PUT /sessions/none', 'is a list of two', '[{},{}]', 'one JSON object'],
    ['POST /search/guests/', 'is 10,000 levels deep', deep(10_000), 'one JSON object'],
    ['POST /search/guests/', 'is cut off', '{"limit":', 'JSON'],
    ['POST /search/guests/', 'has a negative limit', { limit: -1 }, 'limit'],
    ['POST /search/guests/', 'has a huge offset', { offset: 1e300 }, 'offset']
  ])('for %s %s is refused by name', async (route, _what, body, name) => {
    await expectRefusal((await served.ask(route, { body })).envelope, name)
  })

  it('has something unknown, however deep, is taken without it', async () => {
    const body = `{"limit":7,"more":${deep(10_000)},"and":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`
    expect((await served.ask('POST /search/guests/', { body })).envelope).toMatchObject({ error_code: 0 })
  })

  it.each([
    ['in a text', Buffer.from('7b226e616d65223a22ff227d', 'hex')],
    ['cut within a letter', Buffer.from('7b226e616d65223a22e4b8', 'hex')],
    ['in UTF-16', Buffer.from('{}', 'utf16le')]
  ])('is no UTF-8 (%s) is refused', async (_where, body) =>
    expectRefusal((await served.ask('POST /disk_images/', { body })).envelope, 'cannot be read')
  )

  it.each([
    ['gzip', { 'content-encoding': 'gzip' }, 'Content-Encoding'],
    ['gzip and chunked', { 'transfer-encoding': 'gzip, chunked' }, 'Transfer-Encoding']
  ])('is packed by %s is refused', async (_how, headers, name) =>
    expectRefusal((await served.ask('POST /disk_images/', { body: image, headers })).envelope, name)
  )

  it('is of 300 MB is refused without being kept, and its connection goes on', async () => {
    const raw = await connect()
    const filler = Buffer.alloc(MiB, ' ')
    const held = process.memoryUsage().arrayBuffers
    let most = 0
    await raw.send(postOf('/search/guests/', `Content-Length: ${300 * MiB}`))
    for (let sent = 0; sent < 300; sent++) {
      await raw.send(filler)
      most = Math.max(most, process.memoryUsage().arrayBuffers - held)
    }
    const [refused] = await raw.answered()
    expect([refused?.status, refused?.body]).toEqual([200, expect.stringContaining('"error_code": 413')])
    expect(most).toBeLessThan(150 * MiB)
    await raw.send(postOf('/search/guests/', 'Content-Length: 2', '{}'))
    expect((await raw.answered(2))[1]?.body).toContain('"error_code": 0')
  })
})

describe('an address', () => {
  beforeAll(async () => void (before = await everything()))

  it.each([
    'GET /guests/..%2f..%2fetc%2fpasswd',
    'GET /guests/%2e%2e%2f%2e%2e',
    'DELETE /guests/..%5c..%5cstore',
    'GET /guests/web%00',
    'GET /disk_images/..%2f..%2fstore/file/',
    'POST /disk_images/..%2fimport%2fx/file/',
    'GET /api/v1/disk_image_files/..%2f..',
    'DELETE /media_images/.%2f',
    'GET /compute_pools/..%2fdefault',
    'PUT /compute_pool_cells/default/..%2fsim-a',
    'GET /tasks/%E4%B8%AD',
    `GET /guests/${'x'.repeat(2000)}`,
    'GET /tasks/?limit=-1',
    'GET /tasks/?limit=NaN',
    'GET /tasks/?limit=1e9',
    'GET /tasks/?limit=%ff',
    'GET /guest_search/?status=%00',
    'GET /guest_search/?pool=..%2fdefault'
  ])('such as %.60s is refused', async (route) => {
    const { envelope } = await served.ask(route, { body: route.startsWith('GET') ? undefined : {} })
    await expectRefusal(envelope, '')
  })

  it('that has bytes no address has is refused', async () => {
    const raw = await connect()
    await raw.send(`GET /guests/\xff\xfe HTTP/1.1\r\n${own()}\r\n`)
    const [answer] = await raw.answered()
    expect(answer?.body).toMatch(/"error_code": 4\d\d/)
  })
})

describe('a request that means two things', () => {
  /** Would make an image if it were taken for a request of its own. */
  const hidden = (): string => postOf('/disk_images/', 'Content-Length: 19', '{"name":"smuggled"}')
  const chunked = 'Transfer-Encoding: chunked'

  it.each<[string, string, string?]>([
    ['a length and chunks', `Content-Length: 5\r\n${chunked}`, '0\r\n\r\n'],
    ['chunks and a length', `${chunked}\r\nContent-Length: 5`, '0\r\n\r\n'],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 99', '{}'],
    ['one length twice', 'Content-Length: 2\r\nContent-Length: 2', '{}'],
    ['a list of lengths', 'Content-Length: 2, 2', '{}'],
    ['a length with a sign', 'Content-Length: +2', '{}'],
    ['a negative length', 'Content-Length: -2', '{}'],
    ['a length in hex', 'Content-Length: 0x2', '{}'],
    ['a huge length', 'Content-Length: 99999999999999999999', '{}'],
    ['an unknown coding', 'Transfer-Encoding: xchunked', '0\r\n\r\n'],
    ['a coding after chunks', 'Transfer-Encoding: chunked, identity', '0\r\n\r\n'],
    ['two codings', `${chunked}\r\nTransfer-Encoding: identity`, '0\r\n\r\n'],
    ['a coding behind a control letter', 'Transfer-Encoding: \x0bchunked', '0\r\n\r\n'],
    ['a coding on a line of its own', 'Transfer-Encoding:\r\n chunked', '0\r\n\r\n'],
    ['a chunk whose size is no number', chunked, 'zz\r\n{}\r\n0\r\n\r\n'],
    ['a chunk of negative size', chunked, '-1\r\n{}\r\n0\r\n\r\n'],
    ['a chunk of huge size', chunked, 'fffffffffffffffff\r\n{}\r\n0\r\n\r\n'],
    ['a chunk without its end', chunked, '2\r\n{}0\r\n\r\n'],
    ['a chunk with half a line end', chunked, '2\n{}\r\n0\r\n\r\n'],
    ['a folded header', 'X: a\r\n b'],
    ['a blank before the colon', 'Content-Length : 0'],
    ['a zero byte in a header', 'X: a\0b'],
    ['half a line end', 'X: a\nY: b']
  ])('by %s is refused, and nothing in it is done', async (_what, headers, body = '') => {
    before = await everything()
    const raw = await connect()
    await raw.send(postOf('/search/guests/', headers, body) + hidden())
    const answers = await raw.answered()
    await raw.closed()
    expect(raw.answers).toHaveLength(answers.length)
    expect(answers).toHaveLength(1)
    expect(answers[0]).toMatchObject({ status: 400, body: expect.stringContaining('"error_code": 400') })
    expect(await everything()).toBe(before)
  })

  it('by two hosts is refused', async () => {
    const raw = await connect()
    await raw.send(`GET /compute_pools/ HTTP/1.1\r\n${own()}Host: evil.example\r\n\r\n`)
    expect(await raw.answered()).toMatchObject([{ status: 403 }])
  })

  it('has too long a head is told so', async () => {
    const raw = await connect()
    await raw.send(`GET /compute_pools/ HTTP/1.1\r\n${own()}X: ${'x'.repeat(100_000)}\r\n\r\n`)
    expect(await raw.answered()).toMatchObject([{ status: 431, body: expect.stringContaining('too long') }])
    await raw.closed()
  })
})

describe('a crowd', () => {
  it('of a thousand that signs in at once is answered, each and every one, and others meanwhile', async () => {
    const asked = Array.from({ length: 1_000 }, (_, n) =>
      served.ask('POST /sessions/', { session: '', body: { user: `user-${n}`, password: 'Analytical1' } })
    )
    expect((await served.ask('GET /compute_pools/')).envelope.error_code).toBe(0)
    const codes = (await Promise.all(asked)).map(({ envelope }) => envelope.error_code)
    expect(codes.filter((code) => code === 401).length).toBeGreaterThan(1)
    expect(codes.filter((code) => code !== 401 && code !== 503)).toEqual([])
  }, 60_000)
})
