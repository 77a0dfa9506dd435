// Bundled and run by start.bench.ts: opens the core on a folder, lists the guests, prints how many milliseconds that took.
import { admin } from './bench-session'

const start = performance.now()
const { openApp } = await import('@main/app')
const [, , dataFolder = '', resources = ''] = process.argv
const app = await openApp({ dataFolder, version: '0.0.0', resources })
const page = await app.dispatcher.dispatch('guest.page', { limit: 500 }, admin)
const took = performance.now() - start
if ((page as { total: number }).total < 10_000) throw new Error('The guests are not there')
process.stdout.write(String(took))
await app.close()
