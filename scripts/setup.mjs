// Sets up what a command needs and what is missing: Node packages, the build, system packages.
// Runs on the system's Node, before anything is installed, so it uses Node's own modules only.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installSystemPackages } from './system-packages.mjs'
import { run, stop } from './run.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'node_modules/.bin')

/** The environment in which `node` is the one that the project brings, also where npm was started by an older one. */
export const environment = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` }

/**
 * Makes everything ready for `app` or `test`. Ends the process with what to do when it cannot.
 * @param {'app' | 'test'} purpose
 */
export async function setUp(purpose) {
  await installNodePackages()
  await installSystemPackages(purpose)
  await build()
}

export async function installNodePackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) stop(`Node ${process.versions.node} is too old: use 20.19 or newer.`)
  const installed = join(root, 'node_modules/.package-lock.json')
  if (modified(installed) < modified(join(root, 'package-lock.json'))) {
    say('Installing Node packages')
    const isWindows = process.platform === 'win32'
    // Electron's binary is fetched when a window is to be opened, and not before.
    const npm = isWindows ? 'npm.cmd' : 'npm'
    await run(npm, ['ci', '--no-fund', '--no-audit'], { cwd: root, quiet: true, shell: isWindows })
  }
  if (!existsSync(join(root, 'node_modules/node/bin')))
    stop('npm did not bring Node 24, since it runs no install scripts: npm rebuild node --ignore-scripts=false')
}

export async function build() {
  const sources = ['src', 'electron.vite.config.ts', 'package-lock.json'].map((name) => newest(join(root, name)))
  const built = ['main/index.js', 'main/serve.js', 'preload/index.cjs', 'renderer/index.html', 'renderer/console.html']
  if (Math.min(...built.map((name) => modified(join(root, 'out', name)))) > Math.max(...sources)) return
  say('Building')
  await run(join(bin, 'electron-vite'), ['build', '--logLevel', 'warn'], { cwd: root, env: environment, quiet: true })
}

/** @param {string} text */
const say = (text) => console.log(`${text} …`)

/** @param {string} path */
const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

/**
 * When anything in a file or folder was changed last.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  if (!statSync(path).isDirectory()) return modified(path)
  return Math.max(...readdirSync(path).map((name) => newest(join(path, name))), modified(path))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const purpose = process.argv[2] ?? 'app'
  if (purpose === 'app' || purpose === 'test') await setUp(purpose)
  else if (purpose === 'packages' || purpose === 'build') await installNodePackages()
  else stop(`"${purpose}" is none of app, test, build, packages.`)
  if (purpose === 'build') await build()
}
