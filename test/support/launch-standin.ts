import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { chromium } from 'playwright-core'
import type { Launch, Runtime } from './electron-app'
import { StandinControl } from './standin-control'
import { START_MS, until } from './until'

const register = join(import.meta.dirname, '../standin/register.ts')

/** Starts the built app in Node, on the stand-in for the `electron` module. */
export async function launchStandin(launch: Required<Launch>): Promise<Runtime> {
  const folder = mkdtempSync(join(tmpdir(), 'standin-'))
  const child = startStandin(launch, folder)
  try {
    return await connectTo(child, folder)
  } catch (cause) {
    child.kill('SIGKILL')
    throw cause
  }
}

async function connectTo(child: ChildProcess, folder: string): Promise<Runtime> {
  const look = (): Promise<StandinControl | undefined> => {
    if (child.exitCode !== null) throw new Error('The app ended as soon as it was started')
    return StandinControl.connect(join(folder, 'control'))
  }
  const control = await until('the stand-in to listen', look, START_MS)
  const { address, pid } = await control.chromium()
  const browser = await chromium.connectOverCDP(address)
  const [context] = browser.contexts()
  if (!context) throw new Error('Chromium has no profile')
  return {
    process: child,
    context,
    evaluate: (work, argument) => control.evaluate(work.toString(), argument) as never,
    async disconnect() {
      control.close()
      await browser.close()
      // It writes to its profile until it has gone.
      await until('Chromium to end', () => !isRunning(pid), START_MS)
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** The app's process alone. What it leaves in the temporary folder is in `folder`. */
export function startStandin({ dataFolder, display, args, project }: Required<Launch>, folder: string): ChildProcess {
  const main = join(project, 'out/main/index.js')
  const flags = ['--disable-warning=ExperimentalWarning', '--import', register]
  return spawn(process.execPath, [...flags, main, '--data', dataFolder, ...args], {
    env: { ...process.env, DISPLAY: display, TMPDIR: folder, STANDIN_CONTROL: join(folder, 'control') },
    stdio: ['ignore', 'inherit', 'pipe']
  })
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
