import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** The test's end of test/standin/control.ts: one JSON per line. */
export class StandinControl {
  readonly #socket: Socket
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #text = ''
  #last = 0

  /** `undefined` while nobody listens there yet. */
  static async connect(path: string): Promise<StandinControl | undefined> {
    const socket = connect(path)
    try {
      await once(socket, 'connect')
      return new StandinControl(socket)
    } catch {
      return undefined
    }
  }

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('utf8').on('data', (text: string) => this.#take(text))
    socket.on('close', () => this.#failAll(new Error('The app has ended')))
    socket.on('error', (cause) => this.#failAll(cause))
  }

  /** Where the app's Chromium listens, and its process. */
  async chromium(): Promise<{ address: string; pid: number }> {
    return (await this.#ask({})) as { address: string; pid: number }
  }

  /** Runs a function's text in the main process. */
  evaluate(source: string, argument: unknown): Promise<unknown> {
    return this.#ask({ source, argument })
  }

  close(): void {
    this.#socket.destroy()
  }

  #ask(question: object): Promise<unknown> {
    const id = ++this.#last
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(id, answer)
    this.#socket.write(`${JSON.stringify({ id, ...question })}\n`)
    return answer.promise
  }

  #take(text: string): void {
    const lines = (this.#text + text).split('\n')
    this.#text = lines.pop() ?? ''
    for (const line of lines) {
      const { id, value, error } = JSON.parse(line) as { id: number; value?: unknown; error?: string }
      const answer = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) answer?.resolve(value)
      else answer?.reject(new Error(error))
    }
  }

  #failAll(cause: Error): void {
    for (const answer of this.#waiting.values()) answer.reject(cause)
    this.#waiting.clear()
  }
}
