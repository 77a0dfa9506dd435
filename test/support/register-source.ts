// `node --import ./test/support/register-source.ts file.ts` runs the sources as they are: for children of tests and for benchmarks.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const source = new URL('../../src/', import.meta.url).href
const aliases = { '@shared/': `${source}shared/`, '@main/': `${source}main/` } as const

/** The file that an import without an ending stands for, as the bundler finds it. */
function fileOf(url: string): string | undefined {
  return ['', '.ts', '/index.ts']
    .map((ending) => url + ending)
    .find((each) => /\.\w+$/.test(each) && existsSync(fileURLToPath(each)))
}

const isOurs = (parent = ''): boolean => parent.startsWith('file:') && !parent.includes('/node_modules/')

registerHooks({
  resolve(specifier, context, next) {
    const alias = Object.entries(aliases).find(([name]) => specifier.startsWith(name))
    const isRelative = specifier.startsWith('.') && isOurs(context.parentURL)
    if (!alias && !isRelative) return next(specifier, context)
    const url = alias ? alias[1] + specifier.slice(alias[0].length) : new URL(specifier, context.parentURL).href
    const file = fileOf(url)
    return file ? next(file, context) : next(specifier, context)
  }
})
