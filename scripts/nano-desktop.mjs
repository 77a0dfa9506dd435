#!/usr/bin/env node
// `npx nano-desktop <group> <operation> …`: asks the running app; `npx nano-desktop serve …` runs it without windows.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runInstead } from './run.mjs'
import { environment, root, setUp } from './setup.mjs'

const command = join(root, 'out/main/cli.js')
const args = process.argv.slice(2)
if (args[0] === 'serve' || !existsSync(command)) await setUp('app')
runInstead(join(root, 'node_modules/.bin/node'), [command, ...args], { env: environment })
