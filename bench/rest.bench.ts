import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import fastify from 'fastify'
import { openApp } from '@main/app'
import { serveHttp } from '@main/gateways/http-gateway'
import { benchSession } from './bench-session'
import type { Load } from './load-client'
import { fillFleet } from './made-up-fleet'
import { median, timed, type Result } from './measure'

const CELLS = 200
const GUESTS = 10_000
const CONNECTIONS = 16
const ROUNDS = 20
const ROUND_MS = 300
const SEARCHES = 300
const SEARCH_MS = 5
const resources = resolve(import.meta.dirname, '../resources')

/** What REST adds to a bare handler, and how long a search in a large fleet takes. */
export async function benchRest(): Promise<Result[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bench-rest-'))
  await fillFleet(dataFolder, { cells: CELLS, guests: GUESTS })
  const app = await openApp({ dataFolder, version: '0.0.0', resources })
  const server = await serveHttp(app, { port: 0 })
  try {
    const session = await benchSession(app)
    const asker: Asker = { url: server.url, headers: { 'Nano-Session': session } }
    return [await throughput(asker), await search(asker)]
  } finally {
    await server.close()
    await app.close()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

interface Asker {
  readonly url: string
  readonly headers: { readonly 'Nano-Session': string }
}

/** Requests per second for one guest, in turns with a bare handler that answers the same bytes. */
async function throughput({ url, headers }: Asker): Promise<Result> {
  const [guest] = (await page({ url, headers }, { limit: 1 })).result
  const path = `/guests/${guest?.id}`
  const answer = Buffer.from(await (await fetch(url + path, { headers })).arrayBuffer())
  const bare = fastify()
  bare.get('/guests/:id', async (_request, reply) => reply.type('application/json').send(answer))
  const bareUrl = await bare.listen({ host: '127.0.0.1', port: 0 })
  const session = headers['Nano-Session']
  const question = `GET ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nNano-Session: ${session}\r\n\r\n`
  const [ours, theirs]: [number[], number[]] = [[], []]
  try {
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await perSecond(url, question))
      theirs.push(await perSecond(bareUrl, question))
    }
  } finally {
    await bare.close()
  }
  const [ourMedian, bareMedian] = [median(ours), median(theirs)]
  return {
    name: `one of ${GUESTS} guests over REST, over a bare handler with the same bytes`,
    figure: `${(ourMedian / bareMedian).toFixed(2)} × (${ourMedian.toFixed(0)}/s / ${bareMedian.toFixed(0)}/s)`,
    target: '≥ 0.5 ×',
    ok: ourMedian / bareMedian >= 0.5
  }
}

async function perSecond(url: string, question: string): Promise<number> {
  const workerData: Load = { port: Number(new URL(url).port), question, connections: CONNECTIONS, ms: ROUND_MS }
  const [rate] = (await once(new Worker(new URL('./load-client.ts', import.meta.url), { workerData }), 'message')) as [
    number
  ]
  return rate
}

async function search(asker: Asker): Promise<Result> {
  const { result } = await page(asker, { limit: 500 })
  const names = result.map(({ name }) => name)
  const times: number[] = []
  for (let call = 0; call < SEARCHES; call++) {
    const name = names[(call * 7) % names.length] ?? ''
    const keyword = name.slice(call % 3, 4 + (call % 5))
    times.push(
      await timed(async () => {
        const { result } = await page(asker, { limit: 20, offset: 0, keyword })
        if (result.length === 0) throw new Error(`Nothing is called ${keyword}`)
      })
    )
  }
  const value = median(times)
  return {
    name: `a page of 20 by keyword over REST, out of ${GUESTS} guests`,
    figure: `${value.toFixed(2)} ms`,
    target: `< ${SEARCH_MS} ms`,
    ok: value < SEARCH_MS
  }
}

interface Page {
  readonly result: readonly { readonly id: string; readonly name: string }[]
}

async function page({ url, headers }: Asker, filter: object): Promise<Page> {
  const answer = await fetch(`${url}/search/guests/`, { method: 'POST', headers, body: JSON.stringify(filter) })
  return ((await answer.json()) as { data: Page }).data
}
