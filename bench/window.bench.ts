import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startServe } from '../test/support/serve-process'
import { Browsing } from './browsing'
import { demoFolder } from './demo-folder'
import { below, median, timed, type Result } from './measure'

const GUESTS = 10_000
const RUNS = 5
const START_MS = 1500
const KILOBYTES = 350
const root = resolve(import.meta.dirname, '..')

/**
 * In the page: milliseconds since its address was called, once a click on a row of the list has been shown; the same
 * once every guest is in the list.
 */
const probe = `window.interactive = new Promise((resolve) => {
  const look = () => {
    const row = document.querySelector('[data-guest]')
    if (row?.matches('.is-current')) return resolve(performance.now())
    row?.click()
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})
window.whole = new Promise((resolve) => {
  const look = () => {
    if (document.querySelector('[role=grid][aria-rowcount="${GUESTS}"]')) return resolve(performance.now())
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})`

/**
 * From nothing to a list of 10,000 guests that answers to a click: the start of the serve shell's process until it
 * serves, and that of its page until the first guests answer, in a browser that runs and has shown it before. A person's
 * signing in is left out.
 */
export async function benchWindow(): Promise<Result[]> {
  const dataFolder = await demoFolder(GUESTS)
  const browsing = await Browsing.open({ init: probe })
  const starts: Start[] = []
  const files = new Set<string>()
  browsing.context.on('request', (request) => files.add(basename(new URL(request.url()).pathname)))
  const start = async (port: number): Promise<number> => {
    let serve: Awaited<ReturnType<typeof startServe>> | undefined
    const took = await timed(async () => (serve = await startServe({ dataFolder, port })))
    if (!serve) throw new Error('The serve shell is not there')
    const page = await browsing.page(serve.origin, '/index.html')
    starts.push({
      serve: took,
      page: await page.evaluate<number>('interactive'),
      all: await page.evaluate<number>('whole')
    })
    await page.close()
    await serve.stop()
    return Number(new URL(serve.origin).port)
  }
  try {
    const port = await start(0)
    const loaded = [...files]
    while (starts.length <= RUNS) await start(port)
    return [whole(starts.slice(1)), await weight(loaded), await lazy(loaded)]
  } finally {
    await browsing.close()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** Milliseconds: the serve shell's until it serves; the page's until it answers, and until every guest is there. */
type Start = Readonly<Record<'serve' | 'page' | 'all', number>>

function whole(starts: readonly Start[]): Result {
  const [serve, page, all] = (['serve', 'page', 'all'] as const).map((part) => median(starts.map((each) => each[part])))
  const value = median(starts.map((each) => each.serve + each.page))
  return below(`start to a list of ${GUESTS} guests that answers to a click`, [value, START_MS], {
    detail: `${serve?.toFixed(0)} ms serve shell, ${page?.toFixed(0)} ms page; all guests ${all?.toFixed(0)} ms after the page's start`
  })
}

const assets = join(root, 'out/renderer/assets')

/** Scripts and styles that the browser has asked for until the first page was there, each compressed by itself. */
async function weight(loaded: readonly string[]): Promise<Result> {
  const files = loaded.filter((name) => /\.(?:js|css)$/.test(name))
  const sizes = await Promise.all(files.map(async (name) => gzipSync(await readFile(join(assets, name))).length))
  const value = sizes.reduce((sum, size) => sum + size, 0) / 1000
  return below('scripts and styles before the first page shows, gzip', [value, KILOBYTES], {
    unit: 'kB',
    detail: `${files.length} files`
  })
}

/** Every page has a file of its own, which is loaded when somebody goes there. */
async function lazy(loaded: readonly string[]): Promise<Result> {
  const features = join(root, 'src/renderer/src/features')
  const lists = (await readdir(features, { recursive: true })).filter((path) => basename(path) === 'pages.ts')
  const sources = await Promise.all(lists.map((path) => readFile(join(features, path), 'utf8')))
  const pages = sources.flatMap((text) => [...text.matchAll(/import\('.*?(\w+)\.vue'\)/g)].map(([, name]) => `${name}`))
  const built = await readdir(assets)
  const fileOf = (page: string): string | undefined =>
    built.find((name) => new RegExp(`^${page}-.{8}\\.js$`).test(name))
  const own = pages.filter((page) => fileOf(page) !== undefined)
  const early = own.filter((page) => loaded.includes(fileOf(page) ?? ''))
  return {
    name: 'pages with a file of their own, and those loaded at the start',
    figure: `${own.length} of ${pages.length}, ${early.join(', ')}`,
    target: 'all, GuestListPage alone',
    ok: pages.length > 0 && own.length === pages.length && early.join() === 'GuestListPage'
  }
}
