import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'

const at = (path: string): string => resolve(import.meta.dirname, path)
const shared = { '@shared': at('src/shared') }

/** Everything is bundled, so the packaged app needs no node_modules; `electron` alone stays outside. */
export default defineConfig({
  main: {
    resolve: { alias: { ...shared, '@main': at('src/main') } },
    build: { rollupOptions: { input: { index: at('src/main/index.ts'), serve: at('src/main/serve.ts') } } }
  },
  preload: {
    resolve: { alias: shared },
    // A sandboxed preload must be one CommonJS file.
    build: {
      rollupOptions: { input: at('src/preload/index.ts'), output: { format: 'cjs', entryFileNames: '[name].cjs' } }
    }
  },
  renderer: {
    root: at('src/renderer'),
    resolve: { alias: { ...shared, '@': at('src/renderer/src') } },
    plugins: [vue(), components({ resolvers: [ElementPlusResolver()], dirs: [], dts: false })],
    build: {
      minify: 'oxc',
      rollupOptions: { input: { index: at('src/renderer/index.html'), console: at('src/renderer/console.html') } }
    }
  }
})
