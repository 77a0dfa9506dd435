import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { makeCodec } from './codec'
import type { PageConfig } from './page/page'

/** The page's modules as one script: types taken off, and with them what only joins the modules. */
const modules = ['worlds', 'renderer-ipc', 'run-page']
  .map((name) => readFileSync(new URL(`./page/${name}.ts`, import.meta.url), 'utf8'))
  .map((source) =>
    stripTypeScriptTypes(source)
      .replace(/^import .*$/gm, '')
      .replace(/^export /gm, '')
  )
  .join('\n')

/** The script that makes one world of a page look like Electron's. */
export const pageScript = (config: PageConfig): string =>
  `(() => {${modules}\nrunPage(${makeCodec.toString()}, ${JSON.stringify(config)})})()`
