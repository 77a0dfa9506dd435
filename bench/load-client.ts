// A thread that asks one question over several connections as fast as it is answered, and counts.
import { once } from 'node:events'
import { connect } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

/** All answers to `question` have to be of the same length. */
export interface Load {
  readonly port: number
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
  socket.write(question)
  const [first] = (await once(socket, 'data')) as [Buffer]
  if (!first.toString('latin1').startsWith('HTTP/1.1 200')) throw new Error(first.toString('latin1', 0, 200))
  const head = first.indexOf('\r\n\r\n') + 4
  const length = head + Number(/^content-length: (\d+)/im.exec(first.toString('latin1', 0, head))?.[1])
  let [answers, left] = [0, length - first.length]
  return new Promise((resolve, reject) => {
    const goOn = (): void => {
      if (left > 0) return
      answers += 1
      if (performance.now() >= end) resolve((socket.destroy(), answers))
      left += length
      socket.write(question)
    }
    socket.on('error', reject).on('data', (bytes: Buffer) => {
      left -= bytes.length
      goOn()
    })
    goOn()
  })
}

const start = performance.now()
const counts = await Promise.all(Array.from({ length: connections }, ask))
const seconds = (performance.now() - start) / 1000
parentPort?.postMessage(counts.reduce((sum, count) => sum + count, 0) / seconds)
