import { randomUUID } from 'node:crypto'
import type { Job } from '@shared/contract'
import { AppError, fail } from '@shared/contract/errors'
import type { Task } from '@shared/contract/task'
import { localTime } from '@shared/text/time'
import type { Call, TaskCall } from './call'
import type { Clock } from './clock'
import type { EventBus } from './event-bus'
import type { Revisions } from './revision'

/** Where task records live. `save` runs `alongside` in the same transaction. */
export interface TaskStore {
  save(task: Task, alongside?: () => void): void
  find(id: string): Task | undefined
  /** Newest first; of one user, or of all. */
  list(limit: number, user?: string): Task[]
}

/** Is told that a task has ended, for the audit log, and in what refusal. */
export type TaskEnd = (refusal?: AppError) => void

interface Deps {
  readonly store: TaskStore
  readonly bus: EventBus
  readonly clock: Clock
  readonly revisions: Revisions
}

interface Running {
  task: Task
  readonly controller: AbortController
  /** Why it was told to stop, once it was. */
  stop?: 'cancelled' | 'interrupted'
  settled: Promise<void>
}

/** At most five progress notices a second per task; a driver may report as often as it likes. */
const NOTICE_EVERY_MS = 200

/** Runs tasks. A record is on disk before its work starts, and again when it ends; progress lives in memory. */
export class TaskRunner {
  readonly #running = new Map<string, Running>()
  /** What becomes of a task, by the record that its start gave. */
  readonly #outcomes = new WeakMap<Task, Promise<unknown>>()
  readonly #deps: Deps
  /** Turns whatever a task threw into the refusal that its record shows. */
  readonly #explain: (cause: unknown) => AppError

  constructor(deps: Deps, explain: (cause: unknown) => AppError) {
    this.#deps = deps
    this.#explain = explain
  }

  /** How many tasks run now. */
  get running(): number {
    return this.#running.size
  }

  /** Saves and announces the record, then lets the work run. */
  start(operation: string, job: Job<TaskCall, unknown>, call: Call, ended: TaskEnd): Task {
    const { store, bus, clock, revisions } = this.#deps
    const task: Task = {
      id: randomUUID(),
      operation,
      subject: job.subject,
      title: job.title,
      ...(job.title_key && { title_key: job.title_key, title_values: job.title_values }),
      user: call.caller.user,
      state: 'running',
      progress: null,
      message: '',
      error: '',
      start_time: localTime(clock.now()),
      end_time: '',
      revision: revisions.next()
    }
    store.save(task, job.reserve && (() => job.reserve?.()))
    bus.publish('task.changed', task)

    const running: Running = { task, controller: new AbortController(), settled: Promise.resolve() }
    this.#running.set(task.id, running)
    const outcome = this.#run(running, job, call, ended)
    running.settled = outcome.then(
      () => undefined,
      // What cannot be saved any more is logged, and found unfinished by the next start.
      (cause: unknown) => void (cause instanceof AppError || this.#explain(cause))
    )
    this.#outcomes.set(task, outcome)
    return task
  }

  /** What the work of a task that was just started gives; rejects with the refusal it ended in. */
  async outcomeOf(task: Task): Promise<unknown> {
    return this.#outcomes.get(task)
  }

  async #run(running: Running, job: Job<TaskCall, unknown>, call: Call, ended: TaskEnd): Promise<unknown> {
    const { signal } = running.controller
    try {
      const result = await job.run({ ...call, task: running.task.id, signal, report: this.#reporter(running) })
      this.#end(running, { state: 'done', progress: 1, message: '' })
      ended()
      return result
    } catch (cause) {
      const refusal = running.stop ? new AppError('TASK_STOPPED', { how: running.stop }) : this.#explain(cause)
      this.#end(running, {
        state: running.stop ?? 'failed',
        ...(running.stop !== 'cancelled' && {
          ...{ error: refusal.message, error_code: refusal.code, error_details: { ...refusal.details } }
        })
      })
      ended(refusal)
      throw refusal
    }
  }

  #reporter(running: Running): TaskCall['report'] {
    let last = 0
    return (progress, message) => {
      running.task = { ...running.task, progress, message, revision: this.#deps.revisions.next() }
      const now = performance.now()
      if (now - last < NOTICE_EVERY_MS) return
      last = now
      this.#deps.bus.publish('task.changed', running.task)
    }
  }

  #end(running: Running, end: Partial<Task>): void {
    const { store, bus, clock, revisions } = this.#deps
    const task = { ...running.task, ...end, end_time: localTime(clock.now()), revision: revisions.next() }
    this.#running.delete(task.id)
    try {
      store.save(task)
    } finally {
      bus.publish('task.changed', task)
    }
  }

  /** A running task as it is now, else its record. */
  find(id: string): Task | undefined {
    return this.#running.get(id)?.task ?? this.#deps.store.find(id)
  }

  list(limit: number, user?: string): Task[] {
    return this.#deps.store.list(limit, user).map((task) => this.#running.get(task.id)?.task ?? task)
  }

  cancel(id: string): void {
    const running = this.#running.get(id)
    if (running) stop(running, 'cancelled')
    else fail(this.#deps.store.find(id) ? 'TASK_ENDED' : 'TASK_NOT_FOUND', { id })
  }

  /** Stops everything that runs and waits until each has cleaned up. */
  async close(): Promise<void> {
    const running = [...this.#running.values()]
    for (const task of running) stop(task, 'interrupted')
    await Promise.all(running.map(({ settled }) => settled))
  }
}

function stop(running: Running, why: NonNullable<Running['stop']>): void {
  running.stop ??= why
  running.controller.abort(new Error(`The task is ${why}`))
}
