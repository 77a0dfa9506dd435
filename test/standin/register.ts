// `node --import ./test/standin/register.ts out/main/index.js` runs the built app on the stand-in.
import { registerHooks } from 'node:module'

const standin = new URL('./', import.meta.url).href
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron') return { url: `${standin}electron.ts`, shortCircuit: true }
    const isOurs = specifier.startsWith('./') && context.parentURL?.startsWith(standin)
    return next(isOurs ? `${specifier}.ts` : specifier, context)
  }
})
Object.assign(process, { type: 'browser' })
Object.defineProperty(process.versions, 'electron', { value: 'stand-in' })
