import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Task } from '@shared/contract/task'
import { AppError } from '@shared/contract/errors'
import { EventBus } from '@main/kernel/event-bus'
import { Revisions } from '@main/kernel/revision'
import { TaskRunner, type TaskStore } from '@main/kernel/task-runner'
import { systemClock } from '@main/kernel/clock'
import type { Call, TaskCall } from '@main/kernel/call'
import { Database } from '@main/store/database'
import { until } from '../support/until'
import { TaskRepository } from '@main/store/repositories/task-repository'

const call: Call = {
  caller: { user: 'ada', group: '', session: '', address: '', permissions: new Set(), shares: new Set() }
}
const explain = (cause: unknown): AppError =>
  cause instanceof AppError ? cause : new AppError('UNEXPECTED', { incident: String(cause) })

describe('tasks', () => {
  let folder: string
  let db: Database
  let store: TaskStore & { listUnfinished(): Task[] }
  let runner: TaskRunner
  let told: Task[]
  let outcomes: string[]
  beforeEach(async () => {
    folder = await mkdtemp(`${tmpdir()}/tasks-`)
    db = await Database.open(folder)
    store = new TaskRepository(db)
    const bus = new EventBus()
    told = []
    outcomes = []
    bus.subscribe(({ name, payload }) => void (name === 'task.changed' && told.push(payload)))
    runner = new TaskRunner({ store, bus, clock: systemClock, revisions: new Revisions() }, explain)
  })
  afterEach(async () => {
    await runner.close()
    await db.close()
    await rm(folder, { recursive: true })
  })

  const start = (run: (call: TaskCall) => Promise<unknown>, reserve?: () => void): Task =>
    runner.start(
      'guest.create',
      { subject: 'g1', title: 'web-1', run, ...(reserve && { reserve }) },
      call,
      (refusal) => void outcomes.push(refusal?.code ?? 'ok')
    )
  const endOf = ({ id }: Task): Promise<Task> =>
    until('the task to end', () => {
      const found = store.find(id)
      return found?.state === 'running' ? undefined : found
    })
  /** Runs until it is told to stop. */
  const endless = ({ signal }: TaskCall): Promise<never> =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

  test('the record is on disk and announced before the work starts', async () => {
    let found: Task | undefined
    const task = start(async ({ task: id }) => {
      found = store.find(id)
    })
    expect(told[0]).toMatchObject({ id: task.id, state: 'running', user: 'ada', title: 'web-1' })
    expect(await endOf(task)).toMatchObject({ state: 'done', progress: 1, error: '' })
    expect(found).toMatchObject({ state: 'running' })
    expect(told.at(-1)).toMatchObject({ state: 'done' })
    expect(outcomes).toEqual(['ok'])
  })

  test('a refused reservation leaves no record and starts nothing', () => {
    const refuse = (): never => {
      throw new AppError('GUEST_NAME_TAKEN', { name: 'web-1', pool: 'default' })
    }
    expect(() => start(() => expect.unreachable(), refuse)).toThrow('has a guest called "web-1" already')
    expect(store.list(10)).toEqual([])
    expect(told).toEqual([])
  })

  test('a failure is kept in its words', async () => {
    const task = start(async () => {
      throw new AppError('DISK_FULL', { path: '/data' })
    })
    expect(await endOf(task)).toMatchObject({
      ...{ state: 'failed', error: expect.stringContaining('The disk is full') },
      ...{ error_code: 'DISK_FULL', error_details: { path: '/data' } }
    })
    expect(outcomes).toEqual(['DISK_FULL'])
  })

  test('cancel stops the work; a task that has ended cannot be cancelled', async () => {
    const task = start(endless)
    runner.cancel(task.id)
    expect(await endOf(task)).toMatchObject({ state: 'cancelled', error: '' })
    expect(outcomes).toEqual(['TASK_STOPPED'])
    expect(() => runner.cancel(task.id)).toThrow(expect.objectContaining({ code: 'TASK_ENDED' }))
    expect(() => runner.cancel('nothing')).toThrow(expect.objectContaining({ code: 'TASK_NOT_FOUND' }))
  })

  test('closing waits for the work to clean up, and the record says that it was interrupted', async () => {
    let isClean = false
    const task = start(async (given) => {
      await endless(given).catch(() => undefined)
      await Promise.resolve()
      isClean = true
      given.signal.throwIfAborted()
    })
    await runner.close()
    expect(isClean).toBe(true)
    expect(store.find(task.id)).toMatchObject({ state: 'interrupted', error: expect.stringContaining('closed') })
  })

  test('however often a driver reports, few notices go out, and the last state is always known', async () => {
    let reported = 0
    const task = start(async ({ task: id, report }) => {
      for (let step = 1; step <= 1000; step++) report(step / 1000, `step ${step}`)
      reported = runner.find(id)?.progress ?? 0
    })
    await endOf(task)
    expect(reported).toBe(1)
    expect(told.length).toBeLessThan(10)
  })

  test('what was running when the process was killed is found unfinished', async () => {
    const task = start(endless)
    expect(store.listUnfinished()).toMatchObject([{ id: task.id, state: 'running' }])
    runner.cancel(task.id)
    await endOf(task)
    expect(store.listUnfinished()).toEqual([])
  })
})
