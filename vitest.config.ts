import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const alias = { '@shared': at('./src/shared'), '@main': at('./src/main'), '@': at('./src/renderer/src') }

/** On two cores Vitest would use one; most of our tests wait for something. */
const maxWorkers = Math.max(2, availableParallelism() - 1)

/** One project per kind of test; `npm run test:<kind>` runs its part alone. Together they run one after the other. */
const project = (name: string, include: string[], more: object = {}) => ({
  plugins: [vue(), components({ resolvers: [ElementPlusResolver({ importStyle: false })], dirs: [], dts: false })],
  resolve: { alias },
  test: { name, include, maxWorkers, ...more }
})

export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/unit/**/*.test.ts', 'test/drivers/simulated*.test.ts', 'test/integration/**/*.test.ts'], {
        testTimeout: 20_000,
        hookTimeout: 30_000,
        typecheck: { enabled: true, include: ['test/unit/**/*.test-d.ts'], tsconfig: at('./tsconfig.node.json') }
      }),
      project('renderer', ['test/renderer/**/*.test.ts'], {
        environment: 'happy-dom',
        testTimeout: 20_000,
        server: { deps: { inline: ['element-plus'] } }
      }),
      project('crash', ['test/crash/**/*.test.ts'], { testTimeout: 120_000 }),
      project('qemu', ['test/qemu/**/*.test.ts'], {
        // Minutes of kills: `npm run test:kills`.
        exclude: process.env['KILL_ROUNDS'] === undefined ? ['test/qemu/killed.test.ts'] : [],
        testTimeout: 120_000,
        hookTimeout: 120_000,
        maxWorkers: 2
      }),
      project('e2e', ['test/e2e/**/*.test.ts'], { testTimeout: 180_000, hookTimeout: 180_000, maxWorkers: 1 })
    ].map((each, index) => ({ ...each, test: { ...each.test, sequence: { groupOrder: index + 1 } } }))
  }
})
