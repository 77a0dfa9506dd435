import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Reply } from '@shared/contract/wire'
import { openApp } from '@main/app'
import { BridgeConnection } from '@main/gateways/bridge-connection'
import { fillDemo } from '@main/serve/fill-demo'
import { benchSession } from './bench-session'
import { median, timed, type Result } from './measure'

const CALLS = 2_000
const PROMISED_MS = 0.3
const resources = resolve(import.meta.dirname, '../resources')

/** What a query for one of 1,000 guests costs on top of its channel: a call through bridge and dispatcher, in turns with an echo of its answer. */
export async function benchIpc(): Promise<Result[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bench-ipc-'))
  const app = await openApp({ dataFolder, version: '0.0.0', resources })
  await fillDemo(app)
  const window = new BridgeConnection(app, { address: '127.0.0.1', send: () => {} })
  window.present(await benchSession(app))
  try {
    const page = await window.call('guest.page', { limit: 1 })
    const [guest] = (page as { value: { result: { id: string }[] } }).value.result
    return [await overhead(window, ['guest.get', { id: guest?.id }])]
  } finally {
    window.close()
    await app.close()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

async function overhead(window: BridgeConnection, [name, input]: [string, object]): Promise<Result> {
  const answer = await window.call(name, input)
  if (!answer.ok) throw new Error(answer.error.message)
  const core = new Channel(async () => window.call(name, input))
  const echo = new Channel(async () => answer)
  const [ours, bare]: [number[], number[]] = [[], []]
  for (let call = 0; call < CALLS; call++) {
    ours.push(await timed(() => core.ask([name, input])))
    bare.push(await timed(() => echo.ask([name, input])))
  }
  core.close()
  echo.close()
  const value = median(ours) - median(bare)
  return {
    name: 'a query over the bridge, on top of its channel',
    figure: `${value.toFixed(3)} ms (${median(ours).toFixed(3)} ms - ${median(bare).toFixed(3)} ms)`,
    target: `< ${PROMISED_MS} ms`,
    ok: value < PROMISED_MS
  }
}

/** A channel between two ports, as Electron's messages are: what travels is cloned. */
class Channel {
  readonly #near: MessagePort
  readonly #far: MessagePort

  constructor(answer: (question: unknown) => Promise<Reply>) {
    const { port1, port2 } = new MessageChannel()
    ;[this.#near, this.#far] = [port1, port2]
    port2.on('message', (question) => void answer(question).then((reply) => port2.postMessage(reply)))
  }

  ask(question: unknown): Promise<unknown> {
    const answered = new Promise((resolve) => this.#near.once('message', resolve))
    this.#near.postMessage(question)
    return answered
  }

  close(): void {
    this.#near.close()
    this.#far.close()
  }
}
