// `npm run docs`: writes resources/api/openapi.json from the contract (a test fails while it is stale), and pictures of
// every page into docs/screens.
import { join } from 'node:path'
import { runInstead } from './run.mjs'
import { environment, root, setUp } from './setup.mjs'

await setUp('test')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const files = ['test/unit/openapi.test.ts', 'test/e2e/every-page.test.ts']
runInstead(join(root, 'node_modules/.bin/node'), [vitest, 'run', '--project', 'unit', '--project', 'e2e', ...files], {
  env: { ...environment, WRITE_DOCS: '1' }
})
