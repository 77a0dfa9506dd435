import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { electronBinary } from './electron-binary'
import { launchReal, startReal } from './launch-real'
import { launchStandin, startStandin } from './launch-standin'
import { START_MS, until } from './until'

/** How to start the built app. Each data folder is an installation of its own. */
export interface Launch {
  readonly dataFolder: string
  readonly display: string
  /** More of the command line. */
  readonly args?: readonly string[]
  /** The folder with `out/` in it; this project unless told. */
  readonly project?: string
}

export type Electron = typeof import('electron')

/** What the two runtimes give alike. */
export interface Runtime {
  readonly process: ChildProcess
  readonly context: BrowserContext
  /** Runs a function, sent as text, in the main process; its answer must be JSON. */
  evaluate<Result, Argument>(
    work: (electron: Electron, argument: Argument) => Result,
    argument: Argument
  ): Promise<Awaited<Result>>
  disconnect(): Promise<void>
}

/** The running app, its windows and its main process in a test's hands. */
export class ElectronApp {
  readonly #runtime: Runtime
  readonly #ended: Promise<unknown>
  #output = ''

  constructor(runtime: Runtime) {
    this.#runtime = runtime
    this.#ended = once(runtime.process, 'exit')
    runtime.process.stderr?.on('data', (bytes: Buffer) => (this.#output += String(bytes)))
  }

  /** What the app has written for people who started it from a terminal. */
  get output(): string {
    return this.#output
  }

  /** Where the pages of all its windows are. */
  get context(): BrowserContext {
    return this.#runtime.context
  }

  get pages(): Page[] {
    return this.context.pages()
  }

  get pid(): number {
    return this.#runtime.process.pid ?? 0
  }

  /** The page of the window whose address contains `part`, once it is loaded. */
  async window(part: string): Promise<Page> {
    // What a page has opened by itself is on its way out already.
    const look = async (): Promise<Page | undefined> => {
      for (const page of this.pages) if (page.url().includes(part) && !(await page.opener())) return page
      return undefined
    }
    const page = await until(`a window with ${part}\n${this.#output}`, look, START_MS)
    await page.waitForLoadState()
    return page
  }

  evaluate<Result, Argument = undefined>(
    work: (electron: Electron, argument: Argument) => Result,
    argument?: Argument
  ): Promise<Awaited<Result>> {
    return this.#runtime.evaluate(work, argument as Argument)
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    this.#runtime.process.kill('SIGKILL')
    await this.#end()
  }

  /** As the system does when it shuts down; gives the exit code. Does nothing when it has ended already. */
  async quit(): Promise<number | null> {
    this.#runtime.process.kill('SIGTERM')
    await this.#end()
    return this.#runtime.process.exitCode
  }

  async #end(): Promise<void> {
    await this.#ended
    await this.#runtime.disconnect()
  }
}

const ROOT = resolve(import.meta.dirname, '../..')
const binary = electronBinary()

// Whoever reads a result has to know what it was reached on.
console.log(
  binary
    ? `Electron shell: on real Electron, ${binary}`
    : 'Electron shell: on the stand-in (test/standin), since the binary of Electron is not here'
)

/** Starts the built app, on real Electron where that is. */
export async function launchElectron(options: Launch): Promise<ElectronApp> {
  const launch = completed(options)
  return new ElectronApp(await (binary ? launchReal(binary, launch) : launchStandin(launch)))
}

/** Starts the built app where it is to end by itself; gives its exit code and what it has said. */
export async function runElectron(options: Launch): Promise<{ code: number | null; output: string }> {
  const launch = completed(options)
  const folder = mkdtempSync(join(tmpdir(), 'standin-'))
  const child = binary ? startReal(binary, launch) : startStandin(launch, folder)
  let output = ''
  child.stderr?.on('data', (bytes: Buffer) => (output += String(bytes)))
  await once(child, 'exit')
  rmSync(folder, { recursive: true, force: true })
  return { code: child.exitCode, output }
}

function completed(options: Launch): Required<Launch> {
  const launch = { args: [], project: ROOT, ...options }
  if (existsSync(join(launch.project, 'out/main/index.js'))) return launch
  throw new Error('The app is not built: run npm run build first')
}
