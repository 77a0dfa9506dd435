import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Session } from '@shared/contract/session'
import type { Clock } from '@main/kernel/clock'
import { serveHttp } from '@main/gateways/http-gateway'
import { usualPatience, type Patience } from '@main/gateways/patience'
import { createWorld, type World } from './world'

export interface Question {
  readonly session?: string
  /** Sent as JSON unless it is text, bytes or a stream. */
  readonly body?: unknown
  readonly headers?: OutgoingHttpHeaders
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** The body as the API's envelope. */
  readonly envelope: { error_code: number; message: string; data: never }
}

/** The whole application, served over real HTTP to an administrator who has signed in. */
export interface ServedWorld {
  readonly world: World
  readonly url: string
  readonly port: number
  readonly session: string
  /** Asks as the administrator, unless the question has another session (`''` for none). */
  ask(route: string, question?: Question): Promise<Answer>
  close(): Promise<void>
}

export const account = { user: 'ada', password: 'Analytical1' }

export async function createServedWorld({
  patience = usualPatience,
  ...options
}: { readonly clock?: Clock; readonly patience?: Patience } = {}): Promise<ServedWorld> {
  const world = await createWorld(options)
  const pages = await mkdtemp(join(tmpdir(), 'pages-'))
  await writeFile(join(pages, 'index.html'), '<title>Nano Desktop</title>')
  await writeFile(join(pages, 'console.html'), '<title>Console</title>')
  const server = await serveHttp(world.app, { pages, port: 0, patience })
  const { port } = new URL(server.url)
  let session = ''
  const ask = async (route: string, question: Question = {}): Promise<Answer> => {
    const response = await send(Number(port), route, { session, ...question })
    const bytes = await buffer(response)
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      bytes,
      get envelope() {
        return JSON.parse(bytes.toString()) as Answer['envelope']
      }
    }
  }
  await ask('POST /system/', { body: account })
  session = ((await ask('POST /sessions/', { body: account })).envelope.data as Session).session
  return {
    world,
    url: server.url,
    port: Number(port),
    session,
    ask,
    async close() {
      await server.close()
      await world.close()
      await rm(pages, { recursive: true, force: true })
    }
  }
}

/** Sends `POST /path`, and gives the response as soon as its head has come. */
export async function send(port: number, route: string, question: Question): Promise<IncomingMessage> {
  const [method = '', ...path] = route.split(' ')
  const { session, body, headers } = question
  const outgoing = request({
    host: '127.0.0.1',
    port,
    method,
    path: path.join(' '),
    agent: false,
    headers: { ...(session && { 'Nano-Session': session }), ...headers }
  })
  if (body instanceof Readable) body.pipe(outgoing)
  else if (body === undefined) outgoing.end()
  else {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    // Node announces no length by itself for a DELETE.
    if (!outgoing.hasHeader('transfer-encoding')) outgoing.setHeader('content-length', bytes.length)
    outgoing.end(bytes)
  }
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  return response
}
