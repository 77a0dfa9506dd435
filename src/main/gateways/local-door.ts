import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { doorFile, type LocalDoor } from '@shared/local-door'

/** The longest path of a unix socket in bytes on every system (macOS sys/un.h; Linux has four more). */
const LONGEST = 103

/**
 * Serves the API to this user of this computer alone: on a socket in the data folder, whose rights keep others out.
 * The command line finds it there. Nobody is signed in by that.
 */
export async function openLocalDoor(app: FastifyInstance, folder: string): Promise<() => Promise<void>> {
  const socket = await socketPath(folder)
  const file = join(folder, doorFile)
  await app.ready()
  const server = createServer({ requestTimeout: 0, headersTimeout: app.patience.head }, (request, response) =>
    app.routing(request, response)
  )
  server.listen(socket)
  await once(server, 'listening')
  if (process.platform !== 'win32') await chmod(socket, 0o600)
  await writeFile(file, JSON.stringify({ socket, pid: process.pid } satisfies LocalDoor), { mode: 0o600 })
  return async () => {
    await rm(file, { force: true })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    if (dirname(socket) !== folder) await rm(dirname(socket), { recursive: true, force: true })
  }
}

/** The folder's own owner is the one process that may use it, so a socket that is there is left from before. */
async function socketPath(folder: string): Promise<string> {
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\nano-desktop-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  const path = join(folder, 'api.sock')
  if (Buffer.byteLength(path) > LONGEST) return join(await mkdtemp(join(tmpdir(), 'nano-')), 'api.sock')
  await rm(path, { force: true })
  return path
}
