import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { runProcess } from '@main/kernel/run-process'
import { ratio, timed, type Result } from './measure'

const MiB = 2 ** 20
const SIZE = 2048 * MiB
const ROUNDS = 3
const PROMISED_MIB = 64
const LOOK_MS = 20
const patience = { timeoutMs: 300_000 }
/** Where the folder for temporary files is in memory, it would be no disk. */
const cache = resolve(import.meta.dirname, '../.cache')

/** What the server in the other process says of itself. */
export interface Served {
  readonly port: number
  readonly session: string
  readonly image: string
}

/** A large upload over loopback, in turns with a copy to the same disk and a checksum of it; and the server's memory. */
export async function benchUpload(): Promise<Result[]> {
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'bench-upload-'))
  const server = fork(join(import.meta.dirname, 'upload-server.ts'), [join(folder, 'data')], {
    execArgv: process.execArgv
  })
  try {
    const [served] = (await once(server, 'message')) as [Served]
    const source = join(folder, 'source.img')
    await makeSource(source)
    return await compare({ pid: server.pid ?? 0, served, source })
  } finally {
    server.kill()
    await once(server, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
}

async function compare({ pid, served, source }: Parts): Promise<Result[]> {
  const copy = `${source}.copy`
  const [ours, bare]: [number[], number[]] = [[], []]
  const memory = watchMemory(pid)
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await timed(() => upload(served, source)))
    const start = performance.now()
    await runProcess('cp', [source, copy], patience)
    await runProcess('sha256sum', [copy], patience)
    bare.push(performance.now() - start)
    await rm(copy)
  }
  return [
    ratio('uploads of 2 GiB over loopback per second, over cp and sha256sum', [bare, ours], { atLeast: 0.6 }),
    memory()
  ]
}

interface Parts {
  readonly pid: number
  readonly served: Served
  readonly source: string
}

/** Looks often how much memory a process has, from now on; the answer says by how much it grew. */
function watchMemory(pid: number): () => Result {
  const memory = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  const before = memory()
  let most = before
  const looking = setInterval(() => (most = Math.max(most, memory())), LOOK_MS)
  return () => {
    clearInterval(looking)
    const growth = most - before
    return {
      name: 'memory that the server takes more while it receives them',
      figure: `${growth.toFixed(0)} MiB (${before.toFixed(0)} before)`,
      target: `< ${PROMISED_MIB} MiB`,
      ok: growth < PROMISED_MIB
    }
  }
}

/** A disk without holes, in the system's cache as after a download. */
async function makeSource(path: string): Promise<void> {
  const block = randomBytes(MiB)
  await pipeline(Readable.from(Array.from({ length: SIZE / MiB }, () => block)), createWriteStream(path))
}

async function upload({ port, session, image }: Served, path: string): Promise<void> {
  const outgoing = request({
    host: '127.0.0.1',
    port,
    method: 'POST',
    path: `/disk_images/${image}/file/`,
    headers: { 'nano-session': session, 'content-length': SIZE }
  })
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>
  await pipeline(createReadStream(path, { highWaterMark: MiB }), outgoing)
  const [answer] = await answered
  const { error_code, message } = JSON.parse((await buffer(answer)).toString()) as {
    error_code: number
    message: string
  }
  if (error_code !== 0) throw new Error(message)
}
