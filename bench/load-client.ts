// A thread that asks one question over several connections as fast as it is answered, and counts.
import { once } from 'node:events'
import { connect } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

export interface Load {
  readonly port: number
  /** A request as it is sent. */
  readonly question: string
  readonly connections: number
  readonly ms: number
}

const { port, question, connections, ms } = workerData as Load
const end = performance.now() + ms

/** How many answers came over one connection. */
async function ask(): Promise<number> {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  await once(socket, 'connect')
  let [answers, left] = [0, 0]
  return new Promise((resolve, reject) => {
    const goOn = (): void => void socket.write(question)
    socket.on('error', reject).on('data', (bytes: Buffer) => {
      left = (left === 0 ? lengthOf(bytes) : left) - bytes.length
      if (left > 0) return
      answers += 1
      if (performance.now() < end) goOn()
      else resolve((socket.destroy(), answers))
    })
    goOn()
  })
}

/** Bytes of the whole answer that begins here; its head comes in one piece. */
function lengthOf(start: Buffer): number {
  const head = start.toString('latin1', 0, start.indexOf('\r\n\r\n') + 4)
  const [, length] = /^HTTP\/1\.1 200 .*\r\ncontent-length: (\d+)\r\n/is.exec(head) ?? []
  if (length === undefined) throw new Error(head)
  return head.length + Number(length)
}

const start = performance.now()
const counts = await Promise.all(Array.from({ length: connections }, ask))
const seconds = (performance.now() - start) / 1000
parentPort?.postMessage(counts.reduce((sum, count) => sum + count, 0) / seconds)
