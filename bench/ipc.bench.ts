import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import { openApp } from '@main/app'
import { median, timed, type Result } from './measure'

const ROUNDS = 2000
const PROMISED_MS = 0.3
const resources = join(import.meta.dirname, '../resources')

/** What the bridge and the dispatcher add to a query, over an echo on the same kind of channel. */
export async function benchIpc(): Promise<Result[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'bench-ipc-'))
  const app = await openApp({ dataFolder, version: '0.0.0', resources })
  const bridge = new BridgeConnection(app, { address: '', send: () => {} })
  const answer = (name: string): Promise<unknown> => bridge.call(name, {})
  const { port1: query, port2: core } = new MessageChannel()
  const { port1: echo, port2: wall } = new MessageChannel()
  core.on('message', (name: string) => void answer(name).then((reply) => core.postMessage(reply)))
  // The same bytes come back, so that only the work between differs.
  const reply = await answer('system.get')
  wall.on('message', () => wall.postMessage(reply))
  try {
    const [ours, bare]: [number[], number[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await timed(() => ask(query)))
      bare.push(await timed(() => ask(echo)))
    }
    const value = median(ours) - median(bare)
    return [
      {
        name: 'what the dispatcher adds to a query over a channel, median',
        figure: `${value.toFixed(3)} ms`,
        target: `< ${PROMISED_MS} ms`,
        ok: value < PROMISED_MS
      }
    ]
  } finally {
    for (const port of [query, echo]) port.close()
    bridge.close()
    await app.close()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

const ask = (port: MessagePort): Promise<unknown> =>
  new Promise((resolve) => {
    port.once('message', resolve)
    port.postMessage('system.get')
  })
