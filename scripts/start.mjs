// `npm start`: opens the app in native windows; where that cannot be, says so in one line and serves it instead.
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { runInstead, tryToRun } from './run.mjs'
import { environment, root, setUp } from './setup.mjs'

/** How long Electron's binary may take to come. */
const DOWNLOAD_MS = 300_000
/** The port of the API's own front end (api/semantics 1.3). */
const PORT = 5870
const NO_SANDBOX = '--no-sandbox'
/** How long Electron may take to say its version. */
const VERSION_MS = 20_000

await setUp('app')
const given = process.argv.slice(2)
const node = join(root, 'node_modules/.bin/node')
const obstacle = displayMissing() ?? rootWithSandbox() ?? (await electronMissing()) ?? (await electronBroken())
if (obstacle === undefined) runInstead(electronBinary(), [root, ...given], { env: environment })
else {
  console.log(`No native windows here: ${obstacle}. Opening the serve shell instead; point a browser at its address.`)
  const wanted = given.filter((argument) => argument !== NO_SANDBOX)
  // What is given twice counts as given last.
  const args = ['--port', String(PORT), '--data', dataFolder(), ...wanted]
  runInstead(node, [join(root, 'out/main/serve.js'), ...args], { env: environment })
}

function displayMissing() {
  const isShown = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  return isShown ? undefined : 'there is no display'
}

function rootWithSandbox() {
  return process.platform === 'linux' && process.getuid?.() === 0 && !given.includes(NO_SANDBOX)
    ? `Chromium has no sandbox for root, and does without only if you say ${NO_SANDBOX}`
    : undefined
}

async function electronMissing() {
  if (existsSync(electronBinary())) return undefined
  console.log('Fetching Electron …')
  const installer = join(root, 'node_modules/electron/install.js')
  const { output } = await tryToRun(node, [installer], { env: environment, quiet: true, timeout: DOWNLOAD_MS })
  if (existsSync(electronBinary())) return undefined
  return `Electron's binary could not be fetched (${firstLine(output) || 'no answer'})`
}

/** A binary may be there and not start: libraries of the system are missing, or its sandbox is not allowed. */
async function electronBroken() {
  const args = ['--version', ...given.filter((argument) => argument === NO_SANDBOX)]
  const { code, output } = await tryToRun(electronBinary(), args, { quiet: true, timeout: VERSION_MS })
  return code === 0 ? undefined : `Electron does not start (${firstLine(output) || 'no answer'})`
}

/** @param {string} text */
function firstLine(text) {
  return text.trim().split('\n', 1)[0]?.trim().slice(0, 160)
}

/** Where the npm package `electron` puts its binary, or where it is told to look. */
function electronBinary() {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist')
  const note = join(root, 'node_modules/electron/path.txt')
  const usual = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }
  const name = usual[/** @type {'darwin' | 'win32'} */ (process.platform)] ?? 'electron'
  return join(dist, existsSync(note) ? readFileSync(note, 'utf8') : name)
}

/** The folder that the desktop shell uses (Electron's `userData`), so that both show the same guests. */
function dataFolder() {
  const { APPDATA, XDG_CONFIG_HOME } = process.env
  const places = {
    win32: APPDATA ?? join(homedir(), 'AppData/Roaming'),
    darwin: join(homedir(), 'Library/Application Support')
  }
  const place =
    places[/** @type {'darwin' | 'win32'} */ (process.platform)] ?? XDG_CONFIG_HOME ?? join(homedir(), '.config')
  return join(place, 'nano-desktop/data')
}
