import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Image } from '@shared/contract/image'
import { createServedWorld, type Answer, type ServedWorld } from '../support/served-world'
import { until } from '../support/until'

const MiB = 2 ** 20
const disk = Buffer.alloc(4 * MiB, 'a disk with nothing on it ')
const hex = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const field = (bytes: Buffer): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`
const total = disk.length

let served: ServedWorld
let id: string
let made = 0
beforeAll(async () => void (served = await createServedWorld()))
afterAll(() => served.close())
beforeEach(async () => void (id = (await served.world.client.diskImage.create({ name: `base-${++made}` })).id))

const image = (): Promise<Image> => served.world.client.diskImage.get({ id })
const parts = async (): Promise<string[]> =>
  (await readdir(join(served.world.folder, 'images/disk'))).filter((name) => name.startsWith(id))
const upload = (body: Buffer, headers: object = {}, query = ''): Promise<Answer> =>
  served.ask(`POST /disk_images/${id}/file/${query}`, { body, headers: { ...headers } })
const part = (first: number, end: number, headers: object = {}): Promise<Answer> =>
  upload(disk.subarray(first, end), { 'content-range': `bytes ${first}-${end - 1}/${total}`, ...headers })
const asked = (size: number | '*' = total): Promise<Answer> =>
  upload(Buffer.alloc(0), { 'content-range': `bytes */${size}` })

describe('a file in parts', () => {
  it('is whole after the last one, and says how far it is before', async () => {
    expect((await asked()).envelope.data).toEqual({ received: 0 })
    const first = await part(0, MiB)
    expect([first.status, first.envelope]).toEqual([202, { error_code: 0, message: '', data: { received: MiB } }])
    expect(await image()).toMatchObject({ created: false, received: MiB, progress: 0 })
    const question = await asked()
    expect([question.status, question.envelope.data]).toEqual([202, { received: MiB }])
    expect((await part(MiB, MiB + 7)).envelope.data).toEqual({ received: MiB + 7 })
    const end = await part(MiB + 7, total)
    expect([end.status, end.envelope.data]).toEqual([200, ''])
    expect(await image()).toMatchObject({ created: true, received: 0, size: total, checksum: hex(disk), error: '' })
    const done = await asked()
    expect([done.status, done.envelope.data]).toEqual([200, ''])
    expect((await served.ask(`GET /disk_images/${id}/file/`)).bytes.equals(disk)).toBe(true)
  })

  it('goes on exactly where it ended; else the refusal says where that is', async () => {
    await part(0, MiB)
    for (const [first, end] of [
      [MiB + 1, 2 * MiB],
      [MiB - 1, 2 * MiB]
    ] as const) {
      const { envelope } = await part(first, end)
      expect(envelope.error_code).toBe(409)
      expect(envelope.message).toContain(String(MiB))
    }
    expect(await image()).toMatchObject({ received: MiB, error: '' })
    expect((await part(MiB, total)).status).toBe(200)
  })

  it('begins anew at its first byte', async () => {
    await part(0, MiB)
    expect((await part(0, 10)).envelope.data).toEqual({ received: 10 })
    expect((await upload(disk)).envelope.error_code).toBe(0)
    expect(await parts()).toHaveLength(1)
  })

  it('may have an unknown size until the end', async () => {
    const some = await upload(disk.subarray(0, MiB), { 'content-range': `bytes 0-${MiB - 1}/*` })
    expect([some.status, some.envelope.data]).toEqual([202, { received: MiB }])
    expect((await asked('*')).envelope.data).toEqual({ received: MiB })
    expect((await part(MiB, total)).status).toBe(200)
  })

  it('goes on after the line was cut, and survives a restart of the application', async () => {
    const outgoing = request({
      ...{ host: '127.0.0.1', port: served.port, method: 'POST', path: `/disk_images/${id}/file/`, agent: false },
      headers: { 'nano-session': served.session, 'content-length': total }
    })
    outgoing.on('error', () => {})
    outgoing.write(disk.subarray(0, 2 * MiB))
    await until('bytes to come', async () => (await image()).received === 2 * MiB)
    outgoing.destroy()
    await until('the image to say so', async () => (await image()).error !== '')
    const { received } = (await asked()).envelope.data as { received: number }
    expect(received).toBe(2 * MiB)
    expect((await part(received, total, { 'repr-digest': field(disk) })).status).toBe(200)
    expect(await image()).toMatchObject({ created: true, error: '', checksum: hex(disk) })
  })

  it('of which every byte came, but not its acceptance, is accepted when asked for', async () => {
    await upload(disk, { 'content-range': `bytes 0-${total - 1}/*` })
    expect(await image()).toMatchObject({ created: false, received: total })
    const { status, envelope } = await asked()
    expect([status, envelope.data]).toEqual([200, ''])
    expect(await image()).toMatchObject({ created: true, received: 0, checksum: hex(disk) })
  })

  it.each([
    ['bytes=0-9/20', 'Content-Range'],
    ['lines 0-9/20', 'Content-Range'],
    ['bytes 9-0/20', 'before its first'],
    ['bytes 0-20/20', 'has 20 bytes'],
    ['bytes 0-99999999999999999999/*', 'Content-Range'],
    ['bytes 0-9/20, bytes 10-19/20', 'Content-Range'],
    ['bytes 0-8/20', 'Content-Length'],
    ['bytes */20', 'Content-Length']
  ])('announced as %s is refused', async (header, reason) => {
    const { envelope } = await upload(disk.subarray(0, 10), { 'content-range': header })
    expect([envelope.error_code, envelope.message]).toEqual([400, expect.stringContaining(reason)])
    expect(await image()).toMatchObject({ created: false, received: 0, error: '' })
    expect(await parts()).toEqual([])
  })

  it('is taken back to where it was when a part is not what its Content-Digest says', async () => {
    await part(0, MiB)
    const { envelope } = await part(MiB, 2 * MiB, { 'content-digest': field(disk.subarray(0, MiB - 1)) })
    expect([envelope.error_code, envelope.message]).toEqual([400, expect.stringContaining('Content-Digest')])
    expect(await image()).toMatchObject({ received: MiB })
    expect((await part(MiB, total, { 'content-digest': field(disk.subarray(MiB)) })).status).toBe(200)
    expect(await image()).toMatchObject({ checksum: hex(disk) })
  })
})

describe('a checksum', () => {
  const wrong = Buffer.from('something else')
  const boundary = 'b0undary'
  const form = (...fields: readonly [name: string, value: Buffer | string][]): Buffer =>
    Buffer.concat([
      ...fields.map(([name, value]) =>
        Buffer.concat([
          Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"`),
          Buffer.from(typeof value === 'string' ? '\r\n\r\n' : '; filename="disk.img"\r\n\r\n'),
          Buffer.from(value),
          Buffer.from('\r\n')
        ])
      ),
      Buffer.from(`--${boundary}--\r\n`)
    ])
  const type = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  const ways: [string, (of: Buffer) => Promise<Answer>][] = [
    ['Repr-Digest', (of) => upload(disk, { 'repr-digest': `sha-512=:AAAA:, ${field(of)}` })],
    ['Digest', (of) => upload(disk, { digest: field(of).replace('sha', 'SHA').replaceAll(':', '') })],
    ['Content-Digest', (of) => upload(disk, { 'content-digest': field(of) })],
    ['the query', (of) => upload(disk, {}, `?checksum=${hex(of).toUpperCase()}`)],
    ['a field before the file', (of) => upload(form(['checksum', hex(of)], ['image', disk]), type)],
    ['a field after the file', (of) => upload(form(['image', disk], ['checksum', hex(of)]), type)]
  ]

  it.each(ways)('in %s is checked', async (_where, send) => {
    const refused = (await send(wrong)).envelope
    expect(refused.error_code).toBe(400)
    expect(await image()).toMatchObject({ created: false, received: 0 })
    expect((await image()).error).not.toBe('')
    expect(await parts()).toEqual([])
    expect((await send(disk)).envelope).toEqual({ error_code: 0, message: '', data: '' })
    expect(await image()).toMatchObject({ created: true, checksum: hex(disk), error: '' })
  })

  it.each([
    ['a header', () => upload(disk, { 'repr-digest': 'sha-256=:nonsense:' }), 'repr-digest'],
    ['the query', () => upload(disk, {}, '?checksum=12'), 'checksum'],
    ['a field', () => upload(form(['checksum', 'x'], ['image', disk]), type), 'checksum'],
    ['a form and a header', () => upload(form(['image', disk]), { ...type, 'content-digest': field(disk) }), 'form']
  ])('that is none in %s is refused by name', async (_where, send, name) => {
    const { envelope } = await send()
    expect([envelope.error_code, envelope.message]).toEqual([400, expect.stringContaining(name)])
    expect(await image()).toMatchObject({ created: false })
  })
})

describe('a version of a file', () => {
  const fetch = (headers: object) => served.ask(`GET /disk_images/${id}/file/`, { headers: { ...headers } })
  const tag = `"${hex(disk)}"`
  beforeEach(async () => void (await upload(disk)))

  it('is told by its tag and its digest, also to HEAD and under every path', async () => {
    for (const path of ['/disk_images/ID/file/', '/disk_image_files/ID', '/api/v1/disk_image_files/ID'])
      for (const method of ['GET', 'HEAD']) {
        const { headers } = await served.ask(`${method} ${path.replace('ID', id)}`)
        expect(headers).toMatchObject({ etag: tag, 'repr-digest': field(disk), 'content-length': String(total) })
      }
  })

  it.each([
    ['if-none-match', tag, 304],
    ['if-none-match', `"x", W/${tag}`, 304],
    ['if-none-match', '*', 304],
    ['if-none-match', '"x"', 206],
    ['if-match', '"x"', 412],
    ['if-match', tag, 206],
    ['if-range', tag, 206],
    ['if-range', '"x"', 200],
    ['if-range', `W/${tag}`, 200]
  ])('with %s: %s answers %d', async (name, value, status) => {
    const answer = await fetch({ [name]: value, range: 'bytes=0-99' })
    expect([answer.status, answer.headers.etag]).toEqual([status, tag])
    if (status === 304) expect(answer.bytes).toHaveLength(0)
    if (status === 412) expect(answer.envelope.error_code).toBe(412)
  })

  it('changes with the bytes', async () => {
    const other = Buffer.alloc(MiB, 'another disk ')
    await upload(other)
    expect((await fetch({ 'if-none-match': tag })).headers.etag).toBe(`"${hex(other)}"`)
  })
})
