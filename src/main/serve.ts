import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readServeArguments } from './serve/serve-arguments'
import { startServeShell } from './serve/serve-shell'

/** Serves until told to stop; a second signal ends the process at once. */
async function main(): Promise<void> {
  const told = new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  const root = join(import.meta.dirname, '../..')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const folders = { pages: join(root, 'out/renderer'), resources: join(root, 'resources') }
  const shell = await startServeShell(readServeArguments(process.argv.slice(2), process.cwd()), folders, version)
  process.stdout.write(`ready ${shell.url}\n`)
  await told
  await shell.close()
}

main().then(
  () => process.exit(0),
  (cause: unknown) => {
    const text = cause instanceof Error ? cause.message : String(cause)
    process.stderr.write(`Nano Desktop has ended: ${text.replaceAll(/\s*\n\s*/g, ' ')}\n`)
    process.exit(1)
  }
)
