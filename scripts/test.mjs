// `npm test`: everything that belongs in CI. `npm run test:<part>`: one part, ending on its runner's own summary.
import { join } from 'node:path'
import { stop, tryToRun } from './run.mjs'
import { environment, root, setUp } from './setup.mjs'

const bin = join(root, 'node_modules/.bin')
/** @type {Readonly<Record<string, readonly (readonly [string, ...string[]])[]>>} */
const parts = {
  types: [
    ['tsc', '--noEmit', '-p', 'tsconfig.node.json'],
    ['vue-tsc', '--noEmit', '-p', 'tsconfig.web.json']
  ],
  lint: [
    ['eslint', '.', '--max-warnings', '0'],
    ['prettier', '--check', '--log-level', 'warn', '.']
  ],
  unit: [['vitest', 'run', '--project', 'unit']],
  renderer: [['vitest', 'run', '--project', 'renderer']],
  crash: [['vitest', 'run', '--project', 'crash']],
  qemu: [['vitest', 'run', '--project', 'qemu']],
  e2e: [['vitest', 'run', '--project', 'e2e']]
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !(name in parts))
if (unknown !== undefined) stop(`"${unknown}" is none of ${Object.keys(parts).join(', ')}.`)

await setUp('test')
const failed = []
const chosen = wanted.length > 0 ? wanted : Object.keys(parts)
for (const name of chosen)
  for (const [program, ...args] of parts[name] ?? []) {
    if (chosen.length > 1) console.log(`\n── ${name}: ${[program, ...args].join(' ')}`)
    const { code } = await tryToRun(join(bin, program), args, { cwd: root, env: environment })
    if (code !== 0) failed.push(name)
  }
if (chosen.length > 1)
  console.log(failed.length === 0 ? `\nAll of ${chosen.join(', ')} passed.` : `\nFailed: ${failed.join(', ')}.`)
process.exitCode = failed.length === 0 ? 0 : 1
