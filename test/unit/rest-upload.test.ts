import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable, Writable } from 'node:stream'
import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { usualPatience } from '@main/gateways/patience'
import { receiveFile } from '@main/gateways/rest-upload'
import { until } from '../support/until'

const MiB = 2 ** 20
const TOTAL = 64

let server: FastifyInstance
let written: number
/** Lets the disk, which is stuck after the first bytes, go on. */
let free: () => void

beforeEach(async () => {
  written = 0
  const stuck = new Promise<void>((resolve) => (free = resolve))
  const file = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.length
      void stuck.then(() => done())
    }
  })
  server = fastify({ forceCloseConnections: true })
  server.decorate('patience', usualPatience)
  await server.register(multipart)
  server.addContentTypeParser('*', (_request, _body, done) => done(null))
  server.post('/', async (asked) => {
    await receiveFile(asked, async () => file)
    return 'received'
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
})
afterEach(() => server.close())

test.each([
  ['body', 'application/octet-stream', '', ''],
  [
    'form',
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n',
    '\r\n--x--\r\n'
  ]
])('the sender of a %s waits while the disk is slow', async (_what, type, head, tail) => {
  let given = 0
  const { port } = server.server.address() as AddressInfo
  const outgoing = request({ host: '127.0.0.1', port, method: 'POST', headers: { 'content-type': type } })
  Readable.from(
    (async function* () {
      yield Buffer.from(head)
      for (; given < TOTAL; given++) yield Buffer.alloc(MiB)
      yield Buffer.from(tail)
    })()
  ).pipe(outgoing)
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>

  let [last, same] = [-1, 0]
  await until('the sender to wait', () => {
    same = given > 0 && given === last ? same + 1 : 0
    last = given
    return same > 20
  })
  expect(given).toBeLessThan(TOTAL / 2)
  free()
  const [response] = await answered
  response.resume()
  expect([response.statusCode, written]).toEqual([200, TOTAL * MiB])
})
