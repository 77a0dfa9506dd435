// `npm test`: everything that belongs in CI. `npm run test:<part>`: one part, ending on its runner's own summary.
import { join } from 'node:path'
import { stop, tryToRun } from './run.mjs'
import { environment, installNodePackages, root, setUp } from './setup.mjs'

const bin = join(root, 'node_modules/.bin')
const checks = {
  types: ['tsc --noEmit -p tsconfig.node.json', 'vue-tsc --noEmit -p tsconfig.web.json'],
  lint: ['eslint . --max-warnings 0 --concurrency=2', 'prettier --check --log-level warn .']
}
/** @type {Readonly<Record<string, readonly string[]>>} */
const parts = {
  ...checks,
  ...Object.fromEntries(
    ['unit', 'renderer', 'crash', 'qemu', 'e2e'].map((name) => [name, [`vitest run --project ${name}`]])
  ),
  kills: ['vitest run --project crash test/crash/batch.test.ts', 'vitest run --project qemu test/qemu/killed.test.ts'],
  all: [...checks.types, ...checks.lint, 'vitest run']
}

/** What a part sets where the caller has not.
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>} */
const settings = { kills: { CRASH_ROUNDS: '200', KILL_ROUNDS: '1' } }

const [part = 'all', ...more] = process.argv.slice(2)
const commands = parts[part] ?? stop(`"${part}" is none of ${Object.keys(parts).join(', ')}.`)

if (part in checks) await installNodePackages()
else await setUp('test')

const failed = []
for (const command of commands) {
  if (part === 'all') console.log(`\n── ${command}`)
  const [program = '', ...args] = [...command.split(' '), ...more]
  const { code } = await tryToRun(join(bin, program), args, { cwd: root, env: { ...settings[part], ...environment } })
  if (code !== 0) failed.push(command)
}
// The last command has just said of itself how it ended; an earlier one may have been forgotten.
if (failed.length > 0 && part === 'all') console.log(`\nFailed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
