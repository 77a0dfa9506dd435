import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { demoFolder } from './demo-folder'
import { median, type Result } from './measure'

const GUESTS = 10_000
const RUNS = 5
const PROMISED_MS = 1000
const root = resolve(import.meta.dirname, '..')

/** Cold start of the core with 10,000 guests in the store, until the first list is answered, in a process of its own. */
export async function benchStart(): Promise<Result[]> {
  const dataFolder = await demoFolder(GUESTS)
  try {
    const script = await bundle(join(dataFolder, 'bundle'))
    const times: number[] = []
    for (let run = 0; run < RUNS; run++) times.push(await coldStart(script, dataFolder))
    const value = median(times)
    return [
      {
        name: 'cold start of the core to the first list of 10,000 guests',
        figure: `${value.toFixed(0)} ms`,
        target: `< ${PROMISED_MS} ms`,
        ok: value < PROMISED_MS
      }
    ]
  } finally {
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** The core is started as it is shipped: as one bundle, not as hundreds of sources whose types are stripped first. */
async function bundle(outDir: string): Promise<string> {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    resolve: { alias: { '@shared': join(root, 'src/shared'), '@main': join(root, 'src/main') } },
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'bench/cold-start.ts'),
      outDir,
      rollupOptions: { output: { entryFileNames: 'start.mjs' } }
    }
  })
  return join(outDir, 'start.mjs')
}

/** Milliseconds from the first line of the core's own code to the answer; the process's own start is not ours. */
async function coldStart(script: string, dataFolder: string): Promise<number> {
  const child = spawn(process.execPath, [script, dataFolder, join(root, 'resources')], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`The start ended with ${code}`)
  return Number(output)
}
