// `npm run serve -- --data DIR --port N [--demo]`: the application over HTTP on this computer alone.
import { join } from 'node:path'
import { runInstead } from './run.mjs'
import { environment, root, setUp } from './setup.mjs'

await setUp('app')
runInstead(join(root, 'node_modules/.bin/node'), [join(root, 'out/main/serve.js'), ...process.argv.slice(2)], {
  env: environment
})
