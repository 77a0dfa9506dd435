// `npm run docs`: writes resources/api/openapi.json from the contract; a test fails while it is stale.
import { join } from 'node:path'
import { runInstead } from './run.mjs'
import { environment, root, setUp } from './setup.mjs'

await setUp('test')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
runInstead(join(root, 'node_modules/.bin/node'), [vitest, 'run', '--project', 'unit', 'test/unit/openapi.test.ts'], {
  env: { ...environment, WRITE_DOCS: '1' }
})
