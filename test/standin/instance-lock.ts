import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a later start tells the first one. */
export interface SecondStart {
  readonly argv: string[]
  readonly folder: string
}

/** At most one running app per folder: a file names the first one's process and the socket it listens on. */
export class InstanceLock {
  readonly isHeld: boolean
  readonly #file: string
  readonly #server: Server | undefined
  readonly #reported: Promise<void>

  constructor(folder: string, second: (start: SecondStart) => void) {
    this.#file = join(folder, 'standin.lock')
    const first = readFirst(this.#file)
    this.isHeld = first === undefined
    this.#reported = first === undefined ? Promise.resolve() : report(first)
    if (first !== undefined) return
    const socket = join(tmpdir(), `${randomUUID()}.sock`)
    writeFileSync(this.#file, `${process.pid} ${socket}`)
    this.#server = createServer((connection) => {
      let text = ''
      connection.setEncoding('utf8').on('data', (more: string) => (text += more))
      connection.on('end', () => {
        connection.end()
        second(JSON.parse(text) as SecondStart)
      })
    })
    this.#server.listen(socket).unref()
  }

  /** Resolves when the first start has heard of this one, or when it may be followed. */
  async release(): Promise<void> {
    await this.#reported
    if (!this.isHeld) return
    this.#server?.close()
    rmSync(this.#file, { force: true })
  }
}

function report(socket: string): Promise<void> {
  return new Promise((resolve) => {
    const start: SecondStart = { argv: process.argv, folder: process.cwd() }
    const connection = connect(socket, () => connection.end(JSON.stringify(start)))
    connection.resume().on('close', resolve).on('error', resolve)
  })
}

/** The socket of the first start, if that is still alive. */
function readFirst(file: string): string | undefined {
  try {
    const [pid, socket] = readFileSync(file, 'utf8').split(' ')
    process.kill(Number(pid), 0)
    return socket
  } catch {
    return undefined
  }
}
