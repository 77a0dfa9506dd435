import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { MAX_INPUT } from '@main/gateways/input-size'
import { readJson } from '@main/gateways/rest-body'
import { rangeOf } from '@main/gateways/rest-download'
import { pathsOf } from '@main/gateways/rest-routes'
import { isMultipart } from '@main/gateways/rest-upload'

describe('the paths of an operation', () => {
  it.each([
    ['/system/', ['/system']],
    ['/guests/', ['/guests', '/guest']],
    ['/guests/:id', ['/guests/:id', '/guest/:id']],
    ['/instances/:id/media', ['/instances/:id/media', '/instance/:id/media']],
    ['/media_images/:id', ['/media_images/:id']],
    ['/media_images/:id/file/', ['/media_images/:id/file', '/media_image_files/:id']],
    ['/disk_images/:id/file/', ['/disk_images/:id/file', '/disk_image_files/:id']],
    ['/monitor_channels/:id', ['/monitor_channels/:id', '/monitor_channel/:id']]
  ])('of %s have every spelling, with and without prefix', (path, spellings) =>
    expect(pathsOf(path)).toEqual([...spellings, ...spellings.map((spelling) => `/api/v1${spelling}`)])
  )
})

describe('a body', () => {
  const read = (...parts: (string | Uint8Array)[]): Promise<object> =>
    readJson(Readable.from(parts.map((part) => Buffer.from(part))), 1000)

  it.each([
    ['', {}],
    [' \n', {}],
    ['{}', {}],
    ['[{"name":"web"}]', { name: 'web' }],
    ['\ufeff{"name":"web"}', { name: 'web' }]
  ])('%j is %j', async (text, value) => expect(await read(text)).toEqual(value))

  it('may be cut anywhere on its way', async () => {
    const bytes = Buffer.from('{"name":"虚拟机"}')
    expect(await read(bytes.subarray(0, 10), bytes.subarray(10))).toEqual({ name: '虚拟机' })
  })

  it('cannot reach a prototype', async () => {
    const value = { ...(await read('{"__proto__":{"admin":true}}')) }
    expect([Object.keys(value), 'admin' in {}]).toEqual([['__proto__'], false])
  })

  it.each(['null', '1', '"text"', '[]', '[{},{}]', '[[{}]]', '[null]'])('%s is no object', (text) =>
    expect(read(text)).rejects.toThrow('one JSON object is expected')
  )

  it.each(['{', '{"name":}', 'name=web'])('%s is no JSON, and the reason says where', (text) =>
    expect(read(text)).rejects.toThrow(/cannot be read: .*JSON/)
  )

  it('of something else than text is refused', () =>
    expect(read(Buffer.of(0x7b, 0xff, 0x7d))).rejects.toThrow('not UTF-8'))

  it('that is too large is read to its end, then refused', async () => {
    const body = Readable.from(Array.from({ length: 3 }, () => Buffer.alloc(MAX_INPUT / 2, ' ')))
    await expect(readJson(body, 1000)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE', status: 413 })
    expect(body.readableEnded).toBe(true)
  })
})

describe('a range of 100 bytes', () => {
  it.each([
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=100-', 'refused'],
    ['bytes=-0', 'refused'],
    ['bytes=9-0', undefined],
    ['bytes=0-1,5-6', undefined],
    ['bytes=-', undefined],
    ['lines=0-9', undefined],
    ['bytes=a-b', undefined],
    [undefined, undefined]
  ])('%s is %j', (header, range) => expect(rangeOf(header, 100)).toEqual(range))

  it('of an empty file is refused', () => expect(rangeOf('bytes=0-', 0)).toBe('refused'))
})

describe('a content type', () => {
  it.each(['multipart/form-data; boundary=x', 'Multipart/Form-Data;boundary=x', 'multipart/form-data'])(
    '%s has parts',
    (type) => expect(isMultipart(type)).toBe(true)
  )
  it.each([undefined, '', 'application/json', 'multipart/form-data-x', 'text/multipart/form-data', ';;'])(
    '%s has none',
    (type) => expect(isMultipart(type)).toBe(false)
  )
})
