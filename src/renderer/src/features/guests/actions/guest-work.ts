import type { Guest } from '@shared/contract/guest'
import { AppError } from '@shared/contract/errors'
import type { Task } from '@shared/contract/task'
import { refusalDetails } from '@shared/rules/guest-rules'
import { defineStore } from 'pinia'
import { reactive, shallowReactive, shallowRef } from 'vue'
import { useApi } from '@/api'
import type { State } from '@/components/states'
import { once } from '@/composables/once'
import { useGuests } from '@/stores/guests'
import { useTasks } from '@/stores/tasks'
import { actionOf, type GuestActionName, type Means, type Together, type Wish } from './guest-actions'
import { inParallel } from './in-parallel'

/** Hosts stay responsive, and ten thousand calls do not pile up. */
const AT_A_TIME = 8

/** A guest that was not done, and why. */
export interface Failure {
  readonly guest: Guest
  readonly problem: unknown
}

/** One action on some guests, as far as it is. `refused` are those whose state did not allow it. */
export interface Run {
  readonly id: number
  readonly action: GuestActionName
  readonly wish: Wish
  readonly guests: readonly Guest[]
  readonly refused: readonly Failure[]
  readonly failed: Failure[]
  /** Ids of the guests that are through. */
  readonly done: Set<string>
  /** Ids of the guests that are worked on now, each with the task that does it, if one does. */
  readonly under: Map<string, string | undefined>
  stopped: boolean
  ended: boolean
}

/** What a person is asked about before it is done. */
export interface Question {
  readonly action: GuestActionName
  readonly guests: readonly Guest[]
}

/** What this window does to guests: it asks where something would be lost or more is needed, and keeps what failed, to try it again. */
export const useGuestWork = defineStore('guestWork', () => {
  const { client } = useApi()
  const known = useGuests()
  const tasks = useTasks()
  const question = shallowRef<Question>()
  const runs = shallowReactive<Run[]>([])
  /** What is being done to guests, by id. */
  const doing = shallowReactive(new Map<string, GuestActionName>())
  let lastId = 0

  /** Does an action, or asks first. */
  const ask = (action: GuestActionName, guests: readonly Guest[]): void => {
    const { asks, asksForMany, rule } = actionOf(action)
    const asksNow = asksForMany ? guests.filter((guest) => rule(guest) === null).length > 1 : guests.some(asks)
    if (asksNow) question.value = { action, guests }
    else void begin(action, guests)
  }

  /** Does an action on the guests whose state allows it; the run tells how it goes. Resolves when all are through. */
  const begin = async (action: GuestActionName, wanted: readonly Guest[], wish: Wish = {}): Promise<Run> => {
    const { rule, together } = actionOf(action)
    const guests = wanted.filter((guest) => rule(guest) === null)
    const refused = wanted.flatMap((guest) => {
      const code = rule(guest)
      return code ? [{ guest, problem: new AppError(code, refusalDetails(guest)) }] : []
    })
    const run: Run = reactive({
      ...{ id: ++lastId, action, wish, guests, refused, failed: [], done: new Set<string>(), under: new Map() },
      ...{ stopped: false, ended: false }
    })
    forget(({ ended, failed }) => ended && failed.length === 0)
    runs.push(run)
    if (together && guests.length > 1) await workTogether(together, run)
    else await inParallel(guests, (guest) => workOn(guest, run), { limit: AT_A_TIME, goOn: () => !run.stopped })
    run.ended = true
    if (wanted.length === 1 && run.done.size === 1) dismiss(run)
    return run
  }

  const workOn = async (guest: Guest, run: Run): Promise<void> => {
    doing.set(guest.id, run.action)
    run.under.set(guest.id, undefined)
    const means: Means = {
      client,
      ended(task) {
        run.under.set(guest.id, task.id)
        if (run.stopped) cancel(task.id)
        return tasks.ended(task)
      }
    }
    try {
      await actionOf(run.action).perform(means, guest, run.wish)
      run.done.add(guest.id)
    } catch (problem) {
      run.failed.push({ guest, problem })
    } finally {
      doing.delete(guest.id)
      run.under.delete(guest.id)
    }
  }

  /** The core works on all of them; what has become of each is asked whenever there are news. */
  const workTogether = async ({ begin, look }: Together, run: Run): Promise<void> => {
    const left = new Map(run.guests.map((guest) => [guest.id, guest]))
    const end = (id: string, problem?: unknown): void => {
      const guest = left.get(id)
      if (!guest || !left.delete(id)) return
      doing.delete(id)
      run.under.delete(id)
      if (problem === undefined) run.done.add(id)
      else run.failed.push({ guest, problem })
    }
    for (const { id } of run.guests) doing.set(id, run.action)
    try {
      const task = await begin(client, run.guests, run.wish)
      for (const { id } of run.guests) run.under.set(id, task.id)
      if (run.stopped) cancel(task.id)
      const now = (): Task => tasks.byId.get(task.id) ?? task
      for (let isOver = false; !isOver;) {
        const { state, revision } = now()
        for (const { id, status, progress, error = '' } of await look(client, task.subject))
          if (status === 'fail') end(id, new AppError('TASK_FAILED', { reason: error }))
          else if (progress === 100) end(id)
        isOver = state !== 'running'
        if (!isOver) await once(() => now().revision !== revision)
      }
    } catch (problem) {
      for (const id of [...left.keys()]) end(id, problem)
    }
  }

  const forget = (isOver: (run: Run) => boolean): void => {
    runs.splice(0, runs.length, ...runs.filter((run) => !isOver(run)))
  }
  const dismiss = ({ id }: Run): void => forget((run) => run.id === id)
  /** One that has ended meanwhile, or may not be cancelled by this user, goes on to its end. */
  const cancel = (task: string): void => void tasks.cancel(task).catch(() => undefined)
  /** Begins no further guest, and cancels the tasks under way. */
  const stop = (run: Run): void => {
    run.stopped = true
    for (const task of new Set(run.under.values())) if (task !== undefined) cancel(task)
  }
  /** Does what failed once more, with the guests as they are now. */
  const retry = (run: Run): void => {
    dismiss(run)
    const guests = run.failed.flatMap(({ guest }) => known.byId.get(guest.id) ?? [])
    void begin(run.action, guests, run.wish)
  }
  /** How a guest looks while this window works on it. */
  const stateOf = (id: string): State | undefined => {
    const action = doing.get(id)
    return action && actionOf(action).state
  }
  const isBusy = (id: string): boolean => doing.has(id)

  return { question, runs, ask, begin, dismiss, stop, retry, stateOf, isBusy }
})
