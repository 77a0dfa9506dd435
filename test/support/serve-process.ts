import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const built = [join(root, 'out/main/serve.js')]
const sources = ['--import', join(root, 'test/support/register-source.ts'), join(root, 'src/main/serve.ts')]

interface Options {
  readonly dataFolder: string
  /** A free one unless told. */
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
  /** As the sources are, whatever was built last. */
  readonly fromSources?: boolean
}

/** The serve shell, running. */
export interface ServeProcess {
  readonly pid: number
  /** As `http://127.0.0.1:8850`. */
  readonly origin: string
  /** Ends it in order; rejects if it does not end well. Does nothing when it has ended already. */
  stop(): Promise<void>
  /** As a power cut would. */
  kill(): Promise<void>
}

/** Starts the serve shell, the built one unless told; rejects with its own words when it does not come up. */
export async function startServe({
  dataFolder,
  port = 0,
  env = {},
  fromSources = false
}: Options): Promise<ServeProcess> {
  const child = spawn(
    process.execPath,
    [...(fromSources ? sources : built), '--data', dataFolder, '--port', String(port)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env }
    }
  )
  const ended = once(child, 'exit')
  const origin = await readyAt(child)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await ended
  }
  return {
    pid: child.pid ?? 0,
    origin,
    kill: () => end('SIGKILL'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      await end('SIGTERM')
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
