// `npm run bench`: prints ratios and figures measured in this one run, and fails when one misses its promise.
import type { Result } from './measure'

const parts: readonly (() => Promise<readonly Result[]>)[] = [
  async () => (await import('./store.bench')).benchStore(),
  async () => (await import('./ipc.bench')).benchIpc(),
  async () => (await import('./status.bench')).benchStatus(),
  async () => (await import('./batch.bench')).benchBatch(),
  async () => (await import('./rest.bench')).benchRest(),
  async () => (await import('./upload.bench')).benchUpload(),
  async () => (await import('./start.bench')).benchStart(),
  async () => (await import('./qemu.bench')).benchQemu()
]

const results: Result[] = []
for (const part of parts)
  for (const result of await part()) {
    results.push(result)
    const { ok, name, figure, target } = result
    console.log(`${ok ? 'reached' : 'MISSED '}  ${name}: ${figure}, promised ${target}`)
  }
const missed = results.filter(({ ok }) => !ok).length
console.log(`${results.length - missed} reached, ${missed} missed`)
process.exitCode = missed === 0 ? 0 : 1
