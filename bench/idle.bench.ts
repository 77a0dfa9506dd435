import { Session } from 'node:inspector/promises'
import { setTimeout } from 'node:timers/promises'
import { until } from '../test/support/until'
import { Browsing, heapOf, processorTime, type Tools } from './browsing'
import { below, flat, type Result } from './measure'
import { serveFleet } from './served-fleet'

const GUESTS = 200
const ON_SCREEN = 100
/** Room for so many rows of 30 pixels, and for what is around them. */
const HEIGHT_PX = 3300
const PERCENT = 2
const WARM_UP_MS = 30_000
/** `IDLE_MINUTES=60 npm run bench -- idle` looks for an hour. */
const WATCHED_MS = Number(process.env['IDLE_MINUTES'] ?? 2) * 60_000

/**
 * An idle app with a list of 100 running guests on the screen, each with its load: processor time of this process,
 * which serves it, and of all processes of the browser, and the heaps of core and page, by their size after garbage collection.
 */
export async function benchIdle(): Promise<Result[]> {
  const { url, close } = await serveFleet(GUESTS)
  const browsing = await Browsing.open({ height: HEIGHT_PX })
  try {
    const page = await browsing.list(url)
    await page.locator('[data-test=filter]').fill('status:running ')
    // Nobody types: a caret that blinks is drawn twice a second.
    await page.getByRole('grid').focus()
    const rows = page.locator('[data-guest]')
    await until(`${ON_SCREEN} guests on the screen`, async () => (await rows.count()) >= ON_SCREEN)
    const [core, tools] = [ownTools(), await browsing.tools(page)]
    const heaps = (): Promise<[number, number]> => Promise.all([heapOf(core), heapOf(tools)])

    await setTimeout(WARM_UP_MS)
    const before = await heaps()
    const [start, spent] = [performance.now(), await processorTime()]
    await setTimeout(WATCHED_MS)
    const share = (100 * ((await processorTime()) - spent)) / (performance.now() - start)
    const after = await heaps()
    return [
      below(`all processes with ${ON_SCREEN} running guests on the screen`, [share, PERCENT], {
        unit: '% of one core'
      }),
      flat('heap of the core meanwhile', [before[0], after[0]]),
      flat('heap of the page meanwhile', [before[1], after[1]])
    ]
  } finally {
    await browsing.close()
    await close()
  }
}

/** What DevTools can do with this process. */
function ownTools(): Tools {
  const session = new Session()
  session.connect()
  return session
}
