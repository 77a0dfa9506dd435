import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Session } from '@shared/contract/session'
import type { Task } from '@shared/contract/task'
import { processesIn } from './host-processes'
import { startServe, type ServeProcess } from './serve-process'
import { account, send, type Answer } from './served-world'
import { openSocket, streamOf } from './socket-client'
import { START_MS, until } from './until'

/** The whole application as a process, used by its API alone: it can be killed, and started again on its folder. */
export class ServedApp {
  readonly folder: string
  #serve: ServeProcess
  #session = ''

  private constructor(folder: string, serve: ServeProcess) {
    this.folder = folder
    this.#serve = serve
  }

  /** On a fresh folder, with an administrator who has signed in. */
  static async start(): Promise<ServedApp> {
    const folder = await mkdtemp(join(tmpdir(), 'served-'))
    const app = new ServedApp(folder, await serve(folder))
    await app.ask('POST /system/', account)
    await app.#signIn()
    return app
  }

  get pid(): number {
    return this.#serve.pid
  }

  /** Where it is served, as `http://127.0.0.1:8850`. */
  get origin(): string {
    return this.#serve.origin
  }

  /** Ends it as a power cut would; its guests run on. */
  kill(): Promise<void> {
    return this.#serve.kill()
  }

  async startAgain(): Promise<void> {
    this.#serve = await serve(this.folder)
    await this.#signIn()
  }

  /** Asks as the administrator; gives the data of the answer, or throws the refusal's words. */
  async ask<T = unknown>(route: string, body?: unknown): Promise<T> {
    const { error_code, message, data } = await this.#answer(route, body)
    if (error_code !== 0) throw new Error(`${route}: ${message}`)
    return data
  }

  /** Why something is refused, '' if it is not. */
  async refusalOf(route: string, body?: unknown): Promise<string> {
    return (await this.#answer(route, body)).message
  }

  /** Orders long work and gives the record of its task while it goes on. */
  async order(route: string, body?: unknown): Promise<Task> {
    await this.ask(route, body)
    const [task] = await this.ask<Task[]>('GET /tasks/?limit=1')
    if (!task) throw new Error(`${route} has made no task`)
    return task
  }

  /** What became of a task. */
  ended({ id, operation }: Task): Promise<Task> {
    return until(
      `${operation} to end`,
      async () => {
        const task = await this.ask<Task>(`GET /tasks/${id}`)
        return task.state === 'running' ? undefined : task
      },
      START_MS
    )
  }

  /** What became of the task that was begun last. */
  async lastTask(): Promise<Task> {
    const [task] = await this.ask<Task[]>('GET /tasks/?limit=1')
    if (!task) throw new Error('There is no task')
    return this.ended(task)
  }

  /** Orders long work and waits until it is done well. */
  async done(route: string, body?: unknown): Promise<Task> {
    const task = await this.ended(await this.order(route, body))
    if (task.state !== 'done') throw new Error(`${task.operation} is ${task.state}: ${task.error}`)
    return task
  }

  /** The serial line of a guest. */
  async serial(guest: string): Promise<Duplex> {
    const { id } = await this.ask<{ id: string }>('POST /monitor_channels/', { guest, kind: 'serial' })
    return streamOf(await openSocket(`${this.#serve.origin}/monitor_channels/${id}`, { protocols: ['binary'] }))
  }

  /** Ends everything, guests included. */
  async close(): Promise<void> {
    await this.kill()
    const guests = (): Promise<number[]> => processesIn(join(this.folder, 'guests'))
    for (const pid of await guests()) process.kill(pid, 'SIGKILL')
    await until('the guests to end', async () => (await guests()).length === 0)
    await rm(this.folder, { recursive: true })
  }

  async #signIn(): Promise<void> {
    this.#session = ''
    this.#session = (await this.ask<Session>('POST /sessions/', account)).session
  }

  async #answer(route: string, body: unknown): Promise<Answer['envelope']> {
    const { port } = new URL(this.#serve.origin)
    const headers = { prefer: 'respond-async' }
    const response = await send(Number(port), route, { session: this.#session, body, headers })
    return JSON.parse((await buffer(response)).toString()) as Answer['envelope']
  }
}

const serve = (dataFolder: string): Promise<ServeProcess> => startServe({ dataFolder, fromSources: true })
