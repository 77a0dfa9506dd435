// `npm run bench`: ratios and figures measured in one run, against what was promised; `npm run bench -- PART…`: some parts alone.
import { join } from 'node:path'
import { runInstead } from './run.mjs'
import { environment, root, setUp } from './setup.mjs'

await setUp('app')
const node = join(root, 'node_modules/.bin/node')
const hooks = join(root, 'test/support/register-source.ts')
runInstead(
  node,
  ['--disable-warning=ExperimentalWarning', '--import', hooks, join(root, 'bench/run.ts'), ...process.argv.slice(2)],
  {
    cwd: root,
    env: environment
  }
)
