import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** The serve shell, running. */
export interface ServeProcess {
  readonly origin: string
  /** Ends it in order; rejects if it does not end well. */
  stop(): Promise<void>
}

/** Starts the built serve shell on a free port; rejects with its own words when it does not come up. */
export async function startServe(main: string, dataFolder: string): Promise<ServeProcess> {
  const child = spawn(process.execPath, [main, '--data', dataFolder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const origin = await readyAt(child)
  return {
    origin,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      if (child.exitCode !== 0) throw new Error(`The serve shell ended with ${child.exitCode ?? child.signalCode}`)
    }
  }
}

function readyAt(child: ChildProcess): Promise<string> {
  let words = ''
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (text) => (words += String(text)))
    child.stdout?.on('data', (text) => {
      words += String(text)
      const origin = /^ready (\S+)$/m.exec(words)?.[1]
      if (origin !== undefined) resolve(origin)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The serve shell ended with ${code}: ${words.trim()}`)))
  })
}
