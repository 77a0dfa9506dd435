import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { Complaints } from './complaints'
import { processesIn } from './host-processes'
import { until } from './until'

/** One way to run the product: its core is a process, its windows are pages. */
export interface Shell<Running extends RunningShell = RunningShell> {
  /** Starts it on a data folder. */
  start(dataFolder: string, complaints: Complaints): Promise<Running>
}

/** A shell while it runs. */
export interface RunningShell {
  /** The process with the core in it. */
  readonly pid: number
  readonly context: BrowserContext
  /** The page of the window whose address contains `part`, once it is loaded. */
  window(part: string): Promise<Page>
  /** Ends the core as a power cut would, and what it had on the screen. */
  kill(): Promise<void>
  /** Ends in order. */
  close(): Promise<void>
}

/** The product on a fresh data folder, as a person has it: it can be killed, and started again. */
export class Desktop<Running extends RunningShell = RunningShell> {
  readonly dataFolder = mkdtempSync(join(tmpdir(), 'desktop-'))
  readonly complaints = new Complaints()
  readonly #shell: Shell<Running>
  #running: Running | undefined

  constructor(shell: Shell<Running>) {
    this.#shell = shell
  }

  /** Starts the product; gives its main window. */
  async open(): Promise<Page> {
    this.#running = await this.#shell.start(this.dataFolder, this.complaints)
    return this.#running.window('index.html')
  }

  get running(): Running {
    if (!this.#running) throw new Error('The product is not running')
    return this.#running
  }

  get pages(): Page[] {
    return this.#running?.context.pages() ?? []
  }

  async kill(): Promise<void> {
    await this.running.kill()
    this.#running = undefined
  }

  /** The processes of its guests. */
  guestProcesses(): Promise<number[]> {
    return processesIn(join(this.dataFolder, 'guests'))
  }

  /** Ends everything, guests included. */
  async close(): Promise<void> {
    await this.#running?.close()
    for (const pid of await this.guestProcesses()) process.kill(pid, 'SIGKILL')
    await until('the guests to end', async () => (await this.guestProcesses()).length === 0)
    rmSync(this.dataFolder, { recursive: true, force: true })
  }
}
