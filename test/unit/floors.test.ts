import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** Who may import whom, by folder; the longest matching name wins. `node` stands for Node's own modules. */
const floors: Readonly<Record<string, readonly string[]>> = {
  'src/shared': ['src/shared', 'zod'],
  'src/preload': ['src/shared', 'electron'],
  'src/renderer': [
    'src/shared',
    'src/renderer',
    'vue',
    'vue-router',
    'pinia',
    'element-plus',
    'vue-i18n',
    'zod',
    '@novnc/novnc',
    '@xterm',
    'echarts'
  ],
  'src/main/kernel': ['src/shared', 'src/main/kernel', 'node'],
  'src/main/store': ['src/shared', 'src/main/kernel', 'src/main/store', 'node', 'sql.js'],
  'src/main/drivers': ['src/shared', 'src/main/kernel', 'src/main/drivers', 'node'],
  'src/main/services': [
    'src/shared',
    'src/main/kernel',
    'src/main/store',
    'src/main/drivers/driver.ts',
    'src/main/services',
    'node'
  ],
  'src/main/gateways': ['src/shared', 'src/main/kernel', 'src/main/gateways', 'node', 'fastify', '@fastify'],
  'src/main/shell': [
    'src/shared',
    'src/main/kernel',
    'src/main/gateways',
    'src/main/app.ts',
    'src/main/shell',
    'node',
    'electron'
  ],
  'src/main/index.ts': ['src/main/shell', 'node', 'electron'],
  'src/main/serve': ['src/shared', 'src/main/kernel', 'src/main/gateways', 'src/main/app.ts', 'src/main/serve', 'node'],
  'src/main/cli': ['src/shared', 'src/main/cli', 'node'],
  'src/main/cli.ts': ['src/shared', 'src/main/cli', 'src/main/serve.ts', 'node'],
  'src/main/app.ts': ['src/main', 'src/shared', 'node']
}

const root = resolve(import.meta.dirname, '../..')
const aliases: readonly (readonly [RegExp, string])[] = [
  [/^@shared\//, 'src/shared/'],
  [/^@main\//, 'src/main/'],
  [/^@\//, 'src/renderer/src/']
]
const IMPORT = /^\s*(?:import|export)\b(?:[^'"]*?\bfrom)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|vue)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))

/** What an import means: a file of ours, `node`, or a package. */
function target(file: string, specifier: string): string {
  for (const [pattern, path] of aliases) if (pattern.test(specifier)) return specifier.replace(pattern, path)
  if (specifier.startsWith('.')) return relative(root, resolve(dirname(file), specifier))
  return specifier.startsWith('node:') ? 'node' : specifier
}

const isWithin = (wanted: string, allowed: string): boolean =>
  wanted === allowed || `${wanted}.ts` === allowed || wanted.startsWith(`${allowed}/`)

/** The imports of one source text that reach a floor above its own, or a package that is not its own to use. */
function wrongImports(path: string, text: string): string[] {
  const floor = Object.keys(floors)
    .filter((name) => isWithin(path, name) || isWithin(path.replace(/\.ts$/, ''), name))
    .toSorted((a, b) => b.length - a.length)[0]
  const allowed = floors[floor ?? ''] ?? []
  return [...text.matchAll(IMPORT)]
    .map(([, plain, lazy]) => target(join(root, path), plain ?? lazy ?? ''))
    .filter((wanted) => !allowed.some((name) => isWithin(wanted, name)))
    .map((wanted) => `${path} -> ${wanted}`)
}

test('no file imports from a floor above its own', () => {
  const files = sources(join(root, 'src')).map((file) => relative(root, file))
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap((path) => wrongImports(path, readFileSync(join(root, path), 'utf8')))).toEqual([])
})

test.each([
  ['src/shared/rules/x.ts', "import { join } from 'node:path'", 'node'],
  ['src/main/kernel/x.ts', "import { Database } from '@main/store/database'", 'src/main/store/database'],
  ['src/main/store/x.ts', "import type { Driver } from '../drivers/driver'", 'src/main/drivers/driver'],
  [
    'src/main/services/x.ts',
    "import { openQemuDriver } from '@main/drivers/qemu/qemu-driver'",
    'src/main/drivers/qemu/qemu-driver'
  ],
  ['src/main/gateways/x.ts', "export * from '../services/images'", 'src/main/services/images'],
  ['src/main/app.ts', "import { app } from 'electron'", 'electron'],
  ['src/renderer/src/x.vue', "const page = () => import('../../main/app')", 'src/main/app'],
  ['src/preload/x.ts', "import 'left-pad'", 'left-pad']
])('%s may not %s', (path, text, wanted) => {
  expect(wrongImports(path, text)).toEqual([`${path} -> ${wanted}`])
})
