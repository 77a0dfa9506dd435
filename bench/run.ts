// `npm run bench`: prints ratios and figures measured in this one run, and fails when one misses its promise.
// `npm run bench -- store ipc` runs some of its parts alone.
import type { Result } from './measure'

const parts: Readonly<Record<string, () => Promise<readonly Result[]>>> = {
  store: async () => (await import('./store.bench')).benchStore(),
  ipc: async () => (await import('./ipc.bench')).benchIpc(),
  status: async () => (await import('./status.bench')).benchStatus(),
  batch: async () => (await import('./batch.bench')).benchBatch(),
  rest: async () => (await import('./rest.bench')).benchRest(),
  upload: async () => (await import('./upload.bench')).benchUpload(),
  start: async () => (await import('./start.bench')).benchStart(),
  qemu: async () => (await import('./qemu.bench')).benchQemu(),
  window: async () => (await import('./window.bench')).benchWindow(),
  list: async () => (await import('./list.bench')).benchList(),
  events: async () => (await import('./events.bench')).benchEvents(),
  console: async () => (await import('./console.bench')).benchConsole(),
  idle: async () => (await import('./idle.bench')).benchIdle()
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: the parts are ${Object.keys(parts).join(', ')}`)

const results: Result[] = []
for (const [part, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(part)) continue
  for (const result of await measure()) {
    results.push(result)
    const { ok, name, figure, target } = result
    console.log(`${ok ? 'reached' : 'MISSED '}  ${name}: ${figure}, promised ${target}`)
  }
}
const missed = results.filter(({ ok }) => !ok).length
console.log(`${results.length - missed} reached, ${missed} missed`)
process.exitCode = missed === 0 ? 0 : 1
