import { setTimeout } from 'node:timers/promises'
import type { Guest } from '@shared/contract/guest'
import type { App } from '@main/app'
import { admin } from './bench-session'
import { Browsing, heapOf } from './browsing'
import { below, flat, type Result } from './measure'
import { serveFleet } from './served-fleet'

const GUESTS = 10_000
const PER_SECOND = 200
const TURN_MS = 20
const WARM_UP_MS = 10_000
const WATCHED_MS = 60_000
const DELAY_MS = 50

/** In the page: how many milliseconds late its loop comes to a timer. */
const probe = `window.late = []
{
  const every = 10
  let due = performance.now() + every
  const tick = () => {
    late.push(performance.now() - due)
    due = performance.now() + every
    setTimeout(tick, every)
  }
  setTimeout(tick, every)
}`

/** The list of 10,000 guests while 200 of them are reset every second, each of which is an event. */
export async function benchEvents(): Promise<Result[]> {
  const { app, url, close } = await serveFleet(GUESTS)
  const browsing = await Browsing.open()
  try {
    const page = await browsing.list(url)
    const tools = await browsing.tools(page)
    await resets(app, WARM_UP_MS)
    const before = await heapOf(tools)
    await page.evaluate(probe)
    const events = await resets(app, WATCHED_MS)
    const late = (await page.evaluate<number[]>('late')).sort((a, b) => a - b)
    const after = await heapOf(tools)
    const [p99 = NaN, worst = NaN] = [late[Math.floor(late.length * 0.99)], late.at(-1)]
    const rate = (events / WATCHED_MS) * 1000
    if (rate < 0.95 * PER_SECOND) throw new Error(`Only ${rate.toFixed(0)} events a second were made`)
    return [
      below(
        `loop of the page at ${rate.toFixed(0)} events a second for a minute, 99 % of its turns late`,
        [p99, DELAY_MS],
        {
          detail: `at most ${worst.toFixed(0)} ms`
        }
      ),
      flat('heap of the page over that minute', [before, after])
    ]
  } finally {
    await browsing.close()
    await close()
  }
}

/** Resets running guests in turn; gives the number of events that came of it. */
async function resets(app: App, ms: number): Promise<number> {
  const page = (await app.dispatcher.dispatch('guest.page', { limit: 500 }, admin)) as { result: readonly Guest[] }
  const ids = page.result.filter(({ running }) => running).map(({ id }) => id)
  let [events, made] = [0, 0]
  const stop = app.bus.subscribe(({ name }) => void (events += name === 'guest.changed' ? 1 : 0))
  const start = performance.now()
  for (let now = start; now < start + ms; now = performance.now()) {
    for (; made < ((now - start) / 1000) * PER_SECOND; made++) {
      const input = { id: ids[made % ids.length], reboot: true, force: true }
      void app.dispatcher.dispatch('instance.stop', input, admin)
    }
    await setTimeout(TURN_MS)
  }
  stop()
  return events
}
