import type { Guest } from '@shared/contract/guest'
import { AppError } from '@shared/contract/errors'
import { refusalDetails } from '@shared/rules/guest-rules'
import { defineStore } from 'pinia'
import { reactive, shallowReactive, shallowRef } from 'vue'
import { useApi } from '@/api'
import type { State } from '@/components/states'
import { useGuests } from '@/stores/guests'
import { actionOf, type GuestActionName } from './guest-actions'
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
  readonly guests: readonly Guest[]
  readonly refused: readonly Failure[]
  readonly failed: Failure[]
  done: number
  stopped: boolean
  ended: boolean
}

/** What a person is asked about before it is done. */
export interface Question {
  readonly action: GuestActionName
  readonly guests: readonly Guest[]
}

/** What this window does to guests: it asks where something would be lost, and keeps what failed, to try it again. */
export const useGuestWork = defineStore('guestWork', () => {
  const { client } = useApi()
  const known = useGuests()
  const question = shallowRef<Question>()
  const runs = shallowReactive<Run[]>([])
  /** What is being done to guests, by id. */
  const doing = shallowReactive(new Map<string, GuestActionName>())
  let lastId = 0

  /** Does an action, or asks first. */
  const ask = (action: GuestActionName, guests: readonly Guest[]): void => {
    if (guests.some((guest) => actionOf(action).loses(guest))) question.value = { action, guests }
    else void begin(action, guests)
  }

  /** Does an action on the guests whose state allows it; the run tells how it goes. Resolves when all are through. */
  const begin = async (action: GuestActionName, wanted: readonly Guest[]): Promise<Run> => {
    const { rule } = actionOf(action)
    const guests = wanted.filter((guest) => rule(guest) === null)
    const refused = wanted.flatMap((guest) => {
      const code = rule(guest)
      return code ? [{ guest, problem: new AppError(code, refusalDetails(guest)) }] : []
    })
    const run: Run = reactive({
      ...{ id: ++lastId, action, guests, refused, failed: [] },
      ...{ done: 0, stopped: false, ended: false }
    })
    forget(({ ended, failed }) => ended && failed.length === 0)
    runs.push(run)
    await inParallel(guests, (guest) => workOn(guest, run), { limit: AT_A_TIME, goOn: () => !run.stopped })
    run.ended = true
    if (wanted.length === 1 && run.done === 1) dismiss(run)
    return run
  }

  const workOn = async (guest: Guest, run: Run): Promise<void> => {
    doing.set(guest.id, run.action)
    try {
      await actionOf(run.action).perform(client, guest)
      run.done++
    } catch (problem) {
      run.failed.push({ guest, problem })
    } finally {
      doing.delete(guest.id)
    }
  }

  const forget = (isOver: (run: Run) => boolean): void => {
    runs.splice(0, runs.length, ...runs.filter((run) => !isOver(run)))
  }
  const dismiss = ({ id }: Run): void => forget((run) => run.id === id)
  /** Begins no further guest; those under way are finished. */
  const stop = (run: Run): void => void (run.stopped = true)
  /** Does what failed once more, with the guests as they are now. */
  const retry = (run: Run): void => {
    dismiss(run)
    const guests = run.failed.flatMap(({ guest }) => known.byId.get(guest.id) ?? [])
    void begin(run.action, guests)
  }
  /** How a guest looks while this window works on it. */
  const stateOf = (id: string): State | undefined => {
    const action = doing.get(id)
    return action && actionOf(action).state
  }
  const isBusy = (id: string): boolean => doing.has(id)

  return { question, runs, ask, begin, dismiss, stop, retry, stateOf, isBusy }
})
