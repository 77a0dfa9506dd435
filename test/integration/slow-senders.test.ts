import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Image } from '@shared/contract/image'
import { createServedWorld, type ServedWorld } from '../support/served-world'
import { RawHttp } from '../support/raw-http'
import { until } from '../support/until'

const disk = Buffer.alloc(2 ** 20, 'a disk with nothing on it ')

let served: ServedWorld
/** Who is slow is told so soon. */
beforeAll(async () => void (served = await createServedWorld({ patience: { head: 600, body: 600, piece: 600 } })))
afterAll(() => served.close())

const open: RawHttp[] = []
async function connect(): Promise<RawHttp> {
  const raw = await RawHttp.open(served.port)
  open.push(raw)
  return raw
}
afterEach(() => open.splice(0).forEach((raw) => raw.close()))

const postOf = (path: string, headers: string, body = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nNano-Session: ${served.session}\r\n${headers}\r\n\r\n${body}`

let id: string
let made = 0
const shown = (): Promise<Image> => served.world.client.diskImage.get({ id })
const path = (): string => `/disk_images/${id}/file/`
const fresh = async (): Promise<void> =>
  void (id = (await served.world.client.diskImage.create({ name: `slow-${++made}` })).id)

it('a sender slow with a head is told so', async () => {
  const raw = await connect()
  await raw.send('GET /compute_pools/ HTTP/1.1\r\nHost: ')
  expect(await raw.answered()).toMatchObject([{ status: 408, body: expect.stringContaining('in time') }])
  await raw.closed()
})

it('a sender slow with a body is told so', async () => {
  const raw = await connect()
  await raw.send(postOf('/search/guests/', 'Content-Length: 20', '{"limit":'))
  const [answer] = await raw.answered()
  expect(answer?.body).toContain('did not come within 0.6 seconds')
  await raw.closed()
})

it('a sender slow with a body nobody wants is told so', async () => {
  const raw = await connect()
  await raw.send(postOf('/nothing', 'Content-Length: 20', '{"limit":'))
  expect(await raw.answered()).toMatchObject([{ status: 404 }])
  await raw.closed()
})

it.each(['in the middle of a file', 'before it'])(
  'a sender stuck %s is told so, and what came is kept',
  async (where) => {
    await fresh()
    const raw = await connect()
    const part = where === 'before it' ? Buffer.alloc(0) : disk.subarray(0, 4096)
    await raw.send(postOf(path(), `Content-Length: ${disk.length}`))
    await raw.send(part)
    const [answer] = await raw.answered()
    expect(answer?.body).toContain('broken off')
    await raw.closed()
    expect(await shown()).toMatchObject({ created: false, received: part.length })
    const { envelope } = await served.ask(`POST ${path()}`, { body: disk })
    expect(envelope.error_code).toBe(0)
  }
)

it('a slow but steady sender is waited for', async () => {
  await fresh()
  const raw = await connect()
  await raw.send(postOf(path(), `Content-Length: ${disk.length}`))
  const start = performance.now()
  for (let at = 0; at < disk.length; at += disk.length / 8) {
    await raw.send(disk.subarray(at, at + disk.length / 8))
    const wait = performance.now() + 100
    await until('a moment', () => performance.now() > wait || undefined)
  }
  expect(performance.now() - start).toBeGreaterThan(600)
  expect(await raw.answered()).toMatchObject([{ status: 200, body: expect.stringContaining('"error_code": 0') }])
})

it('a sender that ends amid a file is told so, and what came is kept', async () => {
  await fresh()
  const raw = await connect()
  await raw.send(postOf(path(), `Content-Length: ${disk.length}`))
  await raw.send(disk.subarray(0, 4096))
  await until('the bytes', async () => (await shown()).received === 4096 || undefined)
  raw.halfClose()
  expect(await raw.answered()).toMatchObject([{ status: 400 }])
  await until('the image to say so', async () => (await shown()).error !== '' || undefined)
  expect(await shown()).toMatchObject({ created: false, received: 4096, error: 'The upload was broken off' })
})
