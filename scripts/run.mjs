// Runs programs for the project's scripts.
import { spawn } from 'node:child_process'

/**
 * Ends the process with one line that says why.
 * @param {string} why
 * @returns {never}
 */
export function stop(why) {
  console.error(why)
  process.exit(1)
}

/**
 * Runs a program to its end; stops the script when it fails. `quiet` shows its words only then.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean }} [options]
 */
export async function run(program, args, { quiet = false, ...options } = {}) {
  const { code, output } = await tryToRun(program, args, { quiet, ...options })
  if (code !== 0) stop(`${output}\n${[program, ...args].join(' ')} ended with ${code}`.trim())
}

/**
 * Runs a program to its end and gives its exit code (null when it could not be started) and, when `quiet`, its words.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean, timeout?: number }} [options]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function tryToRun(program, args, { quiet = false, ...options } = {}) {
  const words = quiet ? 'pipe' : 'inherit'
  return new Promise((resolve) => {
    /** @type {import('node:child_process').ChildProcess} */
    const child = spawn(program, args, { ...options, stdio: ['ignore', words, words] })
    let output = ''
    child.stdout?.on('data', (text) => (output += text))
    child.stderr?.on('data', (text) => (output += text))
    child.once('error', (cause) => resolve({ code: null, output: cause.message }))
    child.once('close', (code) => resolve({ code, output }))
  })
}

/** How soon we notice that npm, which passes no signal on, has been ended. */
const ORPHAN_MS = 250

/**
 * Runs a program in our place: it has the terminal, our signals are passed on, and we end as it does.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 */
export function runInstead(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  const parent = process.ppid
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), ORPHAN_MS).unref()
  child.once('error', (cause) => stop(`${program} cannot be started: ${cause.message}`))
  child.once('exit', (code) => process.exit(code ?? 1))
}
