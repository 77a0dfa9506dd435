import { spawn, type ChildProcess } from 'node:child_process'
import { _electron } from 'playwright-core'
import type { Launch, Runtime } from './electron-app'

/** Starts the built app on Electron's own binary. */
export async function launchReal(executablePath: string, launch: Required<Launch>): Promise<Runtime> {
  const app = await _electron.launch({ executablePath, args: argumentsOf(launch), env: environmentOf(launch) })
  return {
    process: app.process(),
    context: app.context(),
    evaluate: (work, argument) => app.evaluate(work as never, argument) as never,
    disconnect: async () => {}
  }
}

/** The app's process alone. */
export function startReal(executablePath: string, launch: Required<Launch>): ChildProcess {
  return spawn(executablePath, argumentsOf(launch), {
    env: environmentOf(launch),
    stdio: ['ignore', 'inherit', 'pipe']
  })
}

function argumentsOf({ dataFolder, args, project }: Required<Launch>): string[] {
  // Chromium's sandbox refuses to run for root.
  const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return [...unsandboxed, project, '--data', dataFolder, ...args]
}

const environmentOf = ({ display }: Required<Launch>): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  DISPLAY: display
})
