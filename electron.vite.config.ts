import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'

const at = (path: string): string => resolve(import.meta.dirname, path)
const shared = { '@shared': at('src/shared') }

/** While developing, changes come over a socket and styles as elements; the built pages allow neither. */
const developmentPolicy: Plugin = {
  name: 'development-policy',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html
      .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
      .replace("connect-src 'self'", "connect-src 'self' ws:")
}

const STYLE_ELEMENT = /[\w.]+\.createElement\("style"\)/g
const STYLE_ATTRIBUTE = /(\w+)\.setAttribute\("style",`\$\{\1\.getAttribute\("style"\)\|\|""\}\$\{(\w+)\};`\)/g

/**
 * xterm.js writes rules into `style` elements and colours into `style` attributes, which our content policy refuses; in
 * the built pages it does the same through CSSOM, which is allowed.
 */
const strictTerminal: Plugin = {
  name: 'strict-terminal',
  apply: 'build',
  transform(code, id) {
    if (!id.endsWith('@xterm/xterm/lib/xterm.mjs')) return undefined
    const strict = code
      .replaceAll(STYLE_ELEMENT, 'adoptedStyle()')
      .replaceAll(STYLE_ATTRIBUTE, (_all, element, style) => `${element}.style.cssText+=\`;\${${style}}\``)
    if (strict.includes('"style"')) this.error('xterm.js sets styles in a way that the content policy refuses')
    return { code: `import { adoptedStyle } from '@/features/console/adopted-style'\n${strict}`, map: null }
  }
}

/** Everything is bundled, so the packaged app needs no node_modules; `electron` alone stays outside. */
export default defineConfig({
  main: {
    resolve: { alias: { ...shared, '@main': at('src/main') } },
    build: {
      rollupOptions: {
        input: { index: at('src/main/index.ts'), serve: at('src/main/serve.ts'), cli: at('src/main/cli.ts') }
      }
    }
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
    // The styles of Element Plus come whole and first, so that ours always win.
    plugins: [
      vue(),
      components({ resolvers: [ElementPlusResolver({ importStyle: false })], dirs: [], dts: false }),
      developmentPolicy,
      strictTerminal
    ],
    build: {
      minify: 'oxc',
      rollupOptions: { input: { index: at('src/renderer/index.html'), console: at('src/renderer/console.html') } }
    }
  }
})
