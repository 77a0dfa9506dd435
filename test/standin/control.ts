import { createServer } from 'node:net'
import type { Chromium } from './chromium'

/** A test's way into the main process: where its pages are, and `evaluate`, as Playwright has it for Electron. */
export function listenForTests(path: string, chromium: Promise<Chromium>, electron: object): void {
  const evaluate = async (source: string, argument: unknown): Promise<unknown> => {
    const call = new Function(`return (${source})`)() as (electron: object, argument: unknown) => unknown
    return call(electron, argument)
  }
  const whereabouts = async (): Promise<object> => (await chromium).whereabouts()
  createServer((socket) => {
    let text = ''
    // A test that has gone needs no answer.
    socket.on('error', () => {})
    socket.setEncoding('utf8').on('data', (more: string) => {
      const lines = (text + more).split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        const { id, source, argument } = JSON.parse(line) as { id: number; source?: string; argument?: unknown }
        const answer = source === undefined ? whereabouts() : evaluate(source, argument)
        answer.then(
          (value) => socket.write(`${JSON.stringify({ id, value })}\n`),
          (cause: unknown) => socket.write(`${JSON.stringify({ id, error: String(cause) })}\n`)
        )
      }
    })
  })
    .listen(path)
    .unref()
}
