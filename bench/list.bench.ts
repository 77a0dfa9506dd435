import { rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { startServe } from '../test/support/serve-process'
import { until } from '../test/support/until'
import { Browsing } from './browsing'
import { demoFolder } from './demo-folder'
import { below, median, type Result } from './measure'

const GUESTS = 10_000
const ROW_PX = 30
const ROUNDS = 3
const SPEED_PX = 40_000
const FRAME_MS = 50
const MEDIAN_MS = 17
const KEY_MS = 50
const TYPED = 'pool:lab status:running course-net-10'
const KEY_EVERY_MS = 120

/**
 * In the page. `frames` are the moments of its frames. `keys` are the milliseconds from each key until the frame after
 * it was painted, which shows the guests that match.
 */
const probe = `window.frames = []
window.keys = []
{
  const step = (now) => {
    frames.push(now)
    requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
  const painted = new MessageChannel()
  let pressed
  painted.port1.onmessage = () => keys.push(performance.now() - pressed)
  addEventListener('keydown', ({ timeStamp }) => {
    pressed = timeStamp
    requestAnimationFrame(() => painted.port2.postMessage(''))
  }, true)
}`

/** In the page: the rows are in a place as high as all of them, in a window onto it. */
const isAtEnd = `(() => {
  const window = document.querySelector('[data-guest]').parentElement.parentElement
  return window.scrollTop + window.clientHeight >= window.scrollHeight - 1
})()`

/** The list of 10,000 guests under the wheel and the keys, in Chromium that paints without a graphics card. */
export async function benchList(): Promise<Result[]> {
  const dataFolder = await demoFolder(GUESTS)
  const serve = await startServe({ dataFolder })
  const browsing = await Browsing.open()
  try {
    const page = await browsing.list(serve.origin)
    await page.evaluate(probe)
    return [...(await scrolling(browsing, page)), await typing(page)]
  } finally {
    await browsing.close()
    await serve.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** Down the whole list by the wheel. Other programs disturb a round, so the best one counts. */
async function scrolling(browsing: Browsing, page: Page): Promise<Result[]> {
  const tools = await browsing.tools(page)
  const wheel = (distance: number): Promise<unknown> =>
    tools.post('Input.synthesizeScrollGesture', {
      ...{ x: 600, y: 400, yDistance: distance, speed: SPEED_PX, preventFling: true, gestureSourceType: 'mouse' }
    })
  const rounds: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    await page.evaluate('frames.length = 0')
    await wheel(-GUESTS * ROW_PX)
    if (!(await page.evaluate<boolean>(isAtEnd))) throw new Error('The wheel has not led to the end of the list')
    const moments = await page.evaluate<number[]>('frames')
    if (!(await page.evaluate<boolean>(isAtEnd))) throw new Error('The wheel did not reach the end of the list')
    rounds.push(moments.slice(1).map((moment, at) => moment - (moments[at] ?? 0)))
    await wheel(2 * GUESTS * ROW_PX)
  }
  const worst = rounds.map((frames) => Math.max(...frames))
  const middle = rounds.map(median)
  return [
    below(`longest frame while ${GUESTS} guests are scrolled through`, [Math.min(...worst), FRAME_MS], of(worst)),
    below('median frame', [Math.min(...middle), MEDIAN_MS], of(middle))
  ]
}

async function typing(page: Page): Promise<Result> {
  const box = page.locator('[data-test=filter]')
  const worst: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await box.fill('')
    await box.focus()
    await page.evaluate('keys.length = 0')
    await page.keyboard.type(TYPED, { delay: KEY_EVERY_MS })
    const keys = await until('the last key', async () => {
      const seen = await page.evaluate<number[]>('keys')
      return seen.length === TYPED.length ? seen : undefined
    })
    worst.push(Math.max(...keys))
  }
  return below(
    'slowest key typed into its filter, until the result is painted',
    [Math.min(...worst), KEY_MS],
    of(worst)
  )
}

/** What the rounds were. */
const of = (rounds: readonly number[]) => ({ detail: `rounds: ${rounds.map((ms) => ms.toFixed(1)).join(', ')}` })
