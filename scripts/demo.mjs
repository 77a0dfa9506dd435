// `npm run demo`: see demo/demo.ts.
import { join } from 'node:path'
import { runInstead } from './run.mjs'
import { environment, root, setUp } from './setup.mjs'

await setUp('app')
const node = join(root, 'node_modules/.bin/node')
const hooks = join(root, 'test/support/register-source.ts')
runInstead(node, ['--disable-warning=ExperimentalWarning', '--import', hooks, join(root, 'scripts/demo/demo.ts')], {
  cwd: root,
  env: environment
})
