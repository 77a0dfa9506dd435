import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { buffer } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { openApp } from '@main/app'
import { serveHttp } from '@main/gateways/http-gateway'
import { benchSession } from './bench-session'
import { fillFleet } from './made-up-fleet'
import { median, timed, type Result } from './measure'

const CELLS = 200
const GUESTS = 10_000
const CALLS = 1_000
const ANSWER_MS = 2
const DELAY_MS = 10
/** A few rounds of the sampler. */
const WATCHED_MS = 10_000
const RESOLUTION_MS = 1
const resources = resolve(import.meta.dirname, '../resources')

/** What the status of a large fleet costs: one look over REST, and the sampler that keeps it up to date. */
export async function benchStatus(): Promise<Result[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bench-status-'))
  await fillFleet(dataFolder, { cells: CELLS, guests: GUESTS })
  const app = await openApp({ dataFolder, version: '0.0.0', resources })
  const server = await serveHttp(app, { port: 0 })
  const session = await benchSession(app)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const look = async () => {
      const asked = get(`${server.url}/compute_zone_status/`, { agent, headers: { 'Nano-Session': session } })
      const [answer] = (await once(asked, 'response')) as [IncomingMessage]
      return JSON.parse((await buffer(answer)).toString()) as { data: { cells: number[]; instances: number[] } }
    }
    const { data } = await look()
    const counted = data.instances.reduce((sum, count) => sum + count, 0)
    if (data.cells[1] !== CELLS || counted !== GUESTS) throw new Error(`Not the whole fleet: ${JSON.stringify(data)}`)
    return [await answers(look), await delay()]
  } finally {
    agent.destroy()
    await server.close()
    await app.close()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

async function answers(look: () => Promise<unknown>): Promise<Result> {
  const times: number[] = []
  for (let call = 0; call < CALLS; call++) times.push(await timed(look))
  const value = median(times)
  return {
    name: `status of the zone over REST, ${CELLS} cells and ${GUESTS} guests`,
    figure: `${value.toFixed(2)} ms`,
    target: `< ${ANSWER_MS} ms`,
    ok: value < ANSWER_MS
  }
}

/** How late the main loop comes, while all cells are asked for their facts and nobody asks for anything else. */
async function delay(): Promise<Result> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  await setTimeout(WATCHED_MS)
  histogram.disable()
  const [value, worst] = [histogram.percentile(99), histogram.max].map((ns) => ns / 1e6 - RESOLUTION_MS)
  return {
    name: `main loop while ${CELLS} cells are sampled, 99 % of its turns`,
    figure: `${value?.toFixed(2)} ms late (at most ${worst?.toFixed(2)} ms)`,
    target: `< ${DELAY_MS} ms`,
    ok: (value ?? NaN) < DELAY_MS
  }
}
