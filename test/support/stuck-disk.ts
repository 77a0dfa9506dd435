import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How many pieces of file work Node does at once. */
const THREADS = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4)

/** Holds up all file work of this process, as a disk does that does not answer any more; gives the way to let it go on. */
export async function stuckDisk(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'stuck-'))
  const pipes = Array.from({ length: THREADS }, (_, n) => join(folder, String(n)))
  const { status } = spawnSync('mkfifo', pipes)
  if (status !== 0) throw new Error('mkfifo failed')
  // Each waits in a thread of its own until somebody writes.
  const opening = pipes.map((path) => open(path, 'r'))
  return async () => {
    for (const path of pipes) closeSync(openSync(path, 'w'))
    for (const pipe of opening) await (await pipe).close()
    await rm(folder, { recursive: true })
  }
}
