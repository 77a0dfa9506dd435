import { once } from 'node:events'
import { readdir, readlink } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Image } from '@shared/contract/image'
import { UPLOAD_WINDOW } from '@shared/contract/wire'
import { createServedWorld, send, type ServedWorld } from '../support/served-world'
import { ChannelClient } from '../support/socket-client'
import { stuckDisk } from '../support/stuck-disk'
import { START_MS, until } from '../support/until'

const MiB = 2 ** 20
/** A raw disk of 6 MiB: more than any buffer on its way. */
const disk = Buffer.alloc(6 * MiB, 'a disk with nothing on it ')
const boundary = 'b0undary'

const part = (name: string, bytes: Buffer, filename = 'disk.img'): Buffer =>
  Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\n\r\n`),
    bytes,
    Buffer.from('\r\n')
  ])
const field = Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n`)
const last = Buffer.from(`--${boundary}--\r\n`)
const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }

let served: ServedWorld
let name: string
let id: string
let made = 0
beforeAll(async () => void (served = await createServedWorld()))
afterAll(() => served.close())
beforeEach(async () => {
  name = `base-${++made}`
  id = (await served.world.client.diskImage.create({ name })).id
})

const image = (): Promise<Image> => served.world.client.diskImage.get({ id })
const files = (): Promise<string[]> => readdir(join(served.world.folder, 'images/disk')).catch(() => [])
const ours = async (): Promise<string[]> => (await files()).filter((name) => name.startsWith(id))
const upload = (question: object) => served.ask(`POST /disk_images/${id}/file/`, question)

describe('a file that is sent', () => {
  it.each([
    ['as a part of a form', { body: Buffer.concat([part('image', disk), last]), headers }],
    [
      'as a part after others',
      { body: Buffer.concat([field, part('other', disk), part('image', disk), last]), headers }
    ],
    ['as the body', { body: disk }],
    ['as the body of an unusual type', { body: disk, headers: { 'content-type': 'nonsense' } }],
    ['as a body of unknown length', { body: disk, headers: { 'transfer-encoding': 'chunked' } }]
  ])('%s is received whole', async (_how, question) => {
    expect((await upload(question)).envelope).toEqual({ error_code: 0, message: '', data: '' })
    expect(await image()).toMatchObject({ created: true, size: disk.length, format: 'raw', error: '' })
    expect((await served.ask(`GET /disk_images/${id}/file/`)).bytes.equals(disk)).toBe(true)
  })

  it('comes under the old path too', async () => {
    const { envelope } = await served.ask(`POST /api/v1/disk_image_files/${id}`, { body: disk })
    expect(envelope.error_code).toBe(0)
    expect(await image()).toMatchObject({ created: true })
  })

  it.each([
    [
      'without the part "image"',
      { body: Buffer.concat([part('file', disk), last]), headers },
      'the part "image" is missing'
    ],
    ['with no parts', { body: last, headers }, 'image'],
    ['cut off within the part', { body: part('image', disk).subarray(0, -100), headers }, 'broken off'],
    ['without a boundary', { body: disk, headers: { 'content-type': 'multipart/form-data' } }, 'oundary']
  ])('in a form %s is refused, and is no image', async (_how, question, reason) => {
    const { status, envelope } = await upload(question)
    expect([status, envelope.error_code]).toEqual([200, 400])
    expect(envelope.message).toContain(reason)
    expect(await image()).toMatchObject({ created: false, progress: 0 })
    expect((await ours()).filter((name) => !name.endsWith('.part'))).toEqual([])
    expect((await upload({ body: disk })).envelope.error_code).toBe(0)
  })

  it.each([
    ['in a form', { body: Buffer.concat([part('image', disk.subarray(0, 6 * MiB - 7)), last]), headers }],
    ['as the body', { body: disk.subarray(0, 6 * MiB - 7) }]
  ])('%s and is no image is refused with the reason', async (_how, question) => {
    const { envelope } = await upload(question)
    expect(envelope.error_code).toBe(400)
    expect(envelope.message).toContain(`The file for image "${name}" is refused`)
    expect(await image()).toMatchObject({ created: false })
    expect(await ours()).toEqual([])
  })

  it.each([
    ['for an image that is not there', (): string => '/disk_images/none/file/', {}, 404],
    ['by nobody', (): string => `/disk_images/${id}/file/`, { session: '' }, 401]
  ])('%s is read to its end, and refused', async (_who, path, question, code) => {
    const { envelope } = await served.ask(`POST ${path()}`, { body: disk, ...question })
    expect(envelope.error_code).toBe(code)
  })

  it.each([
    ['as the body', {}],
    ['in a form', headers]
  ])('%s and breaks off keeps what has come, and can be sent again', async (_how, type) => {
    const outgoing = request({
      ...{ host: '127.0.0.1', port: served.port, method: 'POST', path: `/disk_images/${id}/file/`, agent: false },
      headers: { 'nano-session': served.session, 'content-length': disk.length, ...type }
    })
    outgoing.on('error', () => {})
    outgoing.write(part('image', disk.subarray(0, 2 * MiB)))
    await until('the file to come in', async () => (await ours()).length > 0)
    const second = await upload({ body: disk })
    expect(second.envelope).toMatchObject({ error_code: 409, message: expect.stringContaining('being received') })
    outgoing.destroy()
    await until('the image to say so', async () => (await image()).error === 'The upload was broken off')
    expect((await image()).received).toBeGreaterThan(0)
    expect((await upload({ body: disk })).envelope.error_code).toBe(0)
    expect(await image()).toMatchObject({ created: true, received: 0, error: '' })
    expect(await ours()).toHaveLength(1)
  })
})

describe('a file that is fetched', () => {
  const fetch = (range?: string, more: object = {}) =>
    served.ask(`GET /disk_images/${id}/file/`, { headers: { ...(range && { range }), ...more } })
  beforeEach(async () => void (await upload({ body: disk })))

  it('says its name and size, and that parts of it may be had', async () => {
    const { status, headers, bytes } = await fetch()
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(disk.length),
      'content-disposition': `attachment; filename*=UTF-8''${name}.raw`,
      'accept-ranges': 'bytes'
    })
    expect(bytes.equals(disk)).toBe(true)
  })

  it('is only described for HEAD', async () => {
    const { status, headers, bytes } = await served.ask(`HEAD /disk_images/${id}/file/`)
    expect([status, headers['content-length'], bytes.length]).toEqual([200, String(disk.length), 0])
  })

  it.each([
    ['bytes=0-99', 0, 100],
    ['bytes=6291000-', 6291000, 6291456],
    ['bytes=-100', 6291356, 6291456]
  ])('comes in part for %s', async (range, start, end) => {
    const { status, headers, bytes } = await fetch(range)
    expect(status).toBe(206)
    expect(headers).toMatchObject({
      'content-range': `bytes ${start}-${end - 1}/${disk.length}`,
      'content-length': String(end - start)
    })
    expect(bytes.equals(disk.subarray(start, end))).toBe(true)
  })

  it('has no bytes behind its end', async () => {
    const { status, headers, envelope } = await fetch('bytes=6291456-')
    expect([status, headers['content-range'], envelope.error_code]).toEqual([416, `bytes */${disk.length}`, 416])
  })

  it('comes whole when a part is wanted of an older version', async () =>
    expect((await fetch('bytes=0-99', { 'if-range': '"x"' })).status).toBe(200))

  it('is let go of when nobody takes it any more', async () => {
    const response = await send(served.port, `GET /disk_images/${id}/file/`, { session: served.session })
    await once(response, 'data')
    response.destroy()
    await until('the file to be closed', async () => !(await openFiles()).some((path) => path.includes(id)))
  })

  it('needs a session, and a file', async () => {
    expect((await served.ask(`GET /disk_images/${id}/file/`, { session: '' })).envelope.error_code).toBe(401)
    const other = (await served.world.client.diskImage.create({ name: `${name}-other` })).id
    expect((await served.ask(`GET /disk_images/${other}/file/`)).envelope.message).toContain('no file yet')
  })
})

describe('a channel', () => {
  const ticketFor = async (what: 'upload' | 'download'): Promise<string> =>
    (await served.world.client.diskImage[what]({ id })).ticket

  it('takes a file in, and sends it out again', async () => {
    const up = await ChannelClient.connect(served.url, await ticketFor('upload'))
    await until('the channel to open', () => up.signals.length > 0)
    for (let at = 0; at < disk.length; at += MiB) {
      up.socket.send(Uint8Array.from(disk.subarray(at, at + MiB)))
      await until('the part to be written', () =>
        up.signals.some((signal) => signal.signal === 'written' && signal.bytes === at + MiB)
      )
    }
    up.signal({ signal: 'end' })
    expect(await up.reason()).toBe('')
    expect(await image()).toMatchObject({ created: true, size: disk.length })

    const down = await ChannelClient.connect(served.url, await ticketFor('download'))
    const taken = (): number => down.bytes.reduce((sum, bytes) => sum + bytes.length, 0)
    await until('a window', () => taken() > UPLOAD_WINDOW)
    expect(taken()).toBeLessThan(disk.length)
    down.socket.addEventListener('message', () => down.signal({ signal: 'written', bytes: taken() }))
    down.signal({ signal: 'written', bytes: taken() })
    expect(await down.reason()).toBe('')
    expect(Buffer.concat(down.bytes).equals(disk)).toBe(true)
  })

  it('that closes amid a file keeps what has come', async () => {
    const up = await ChannelClient.connect(served.url, await ticketFor('upload'))
    await until('the channel to open', () => up.signals.length > 0)
    up.socket.send(Uint8Array.from(disk.subarray(0, MiB)))
    await until('the file to come in', async () => (await ours()).length > 0)
    up.socket.close()
    await until('the image to say so', async () => (await image()).error !== '')
    expect(await image()).toMatchObject({ created: false, received: MiB })
  })

  it('says why a file is refused', async () => {
    const up = await ChannelClient.connect(served.url, await ticketFor('upload'))
    await until('the channel to open', () => up.signals.length > 0)
    up.socket.send(Uint8Array.from(disk.subarray(0, 1000)))
    up.signal({ signal: 'end' })
    expect(await up.reason()).toContain('refused')
  })

  it('with more on its way than a window is ended', async () => {
    const up = await ChannelClient.connect(served.url, await ticketFor('upload'))
    await until('the channel to open', () => up.signals.length > 0)
    // A disk that is quick enough would take everything.
    const letGo = await stuckDisk()
    try {
      // More than a window and what a connection holds by itself: once all is sent, enough has come.
      for (let sent = 0; sent < 32; sent++) up.socket.send(new Uint8Array(MiB))
      await until('all to be sent', () => up.socket.bufferedAmount === 0, START_MS)
      expect(up.signals).toEqual([{ signal: 'open' }])
    } finally {
      await letGo()
    }
    expect(await up.reason()).toContain('more came at once')
    expect(await ours()).toEqual([])
  })
})

/** What this process has open, where the system tells. */
async function openFiles(): Promise<string[]> {
  const open = await readdir('/proc/self/fd').catch(() => [])
  return Promise.all(open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
}
