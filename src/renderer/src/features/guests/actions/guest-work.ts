import type { Guest } from '@shared/contract/guest'
import { AppError } from '@shared/contract/errors'
import { defineStore } from 'pinia'
import { reactive, shallowReactive, shallowRef } from 'vue'
import { useApi } from '@/api'
import type { State } from '@/components/states'
import { actionOf, type GuestActionName } from './guest-actions'
import { inParallel } from './in-parallel'

/** So many guests are worked on at a time: hosts stay responsive, and ten thousand calls do not pile up. */
const AT_A_TIME = 8

/** A guest that could not be done, and why. */
export interface Failure {
  readonly guest: Guest
  readonly problem: unknown
}

/** One action on some guests, as far as it is. `refused` holds those that their state kept out. */
export interface Run {
  readonly id: number
  readonly action: GuestActionName
  readonly guests: readonly Guest[]
  readonly done: number
  readonly failed: readonly Failure[]
  readonly refused: readonly Failure[]
  readonly ended: boolean
}

interface OpenRun {
  readonly run: { -readonly [K in keyof Run]: Run[K] } & { failed: Failure[] }
  readonly stop: AbortController
}

/** What somebody is asked about before it is done. */
export interface Question {
  readonly action: GuestActionName
  readonly guests: readonly Guest[]
}

/** What this window does to guests: asks where something would be lost, works on many at a time, keeps what failed. */
export const useGuestWork = defineStore('guestWork', () => {
  const { client } = useApi()
  const question = shallowRef<Question>()
  const runs = shallowReactive<OpenRun[]>([])
  const states = shallowReactive(new Map<string, State>())
  let lastId = 0

  /** Does an action, or asks first. */
  const ask = (action: GuestActionName, guests: readonly Guest[]): void => {
    if (guests.some((guest) => actionOf(action).loses(guest))) question.value = { action, guests }
    else void begin(action, guests)
  }

  const workOn = async (guest: Guest, { run }: OpenRun): Promise<void> => {
    const { state, run: perform } = actionOf(run.action)
    if (state) states.set(guest.id, state)
    try {
      await perform(client, guest)
      run.done++
    } catch (problem) {
      run.failed.push({ guest, problem })
    } finally {
      states.delete(guest.id)
    }
  }

  /** Does an action on the guests whose state allows it. Resolves when all are through; the run tells how it went. */
  const begin = async (action: GuestActionName, guests: readonly Guest[]): Promise<Run> => {
    const refused = guests.flatMap((guest) => {
      const code = actionOf(action).rule(guest)
      return code ? [{ guest, problem: new AppError(code, { name: guest.name }) }] : []
    })
    const left = new Set(refused.map(({ guest }) => guest))
    const allowed = guests.filter((guest) => !left.has(guest))
    const run = reactive({ id: ++lastId, action, guests: allowed, done: 0, failed: [], refused, ended: false })
    const open = { run, stop: new AbortController() } as OpenRun
    forget(({ ended, failed }) => ended && failed.length === 0)
    runs.push(open)
    await inParallel(allowed, (guest) => workOn(guest, open), { limit: AT_A_TIME, signal: open.stop.signal })
    open.run.ended = true
    if (guests.length === 1 && run.done === 1) dismiss(run)
    return run
  }

  const forget = (isOld: (run: Run) => boolean): void => {
    runs.splice(0, runs.length, ...runs.filter(({ run }) => !isOld(run)))
  }
  const dismiss = ({ id }: Run): void => forget((run) => run.id === id)
  /** Begins no further guest; those under way are finished. */
  const stop = ({ id }: Run): void => runs.find(({ run }) => run.id === id)?.stop.abort()
  const retry = (run: Run): void => {
    dismiss(run)
    void begin(run.action, run.failed.map(({ guest }) => guest))
  }
  /** How a guest looks while this window works on it. */
  const stateOf = (id: string): State | undefined => states.get(id)

  return { question, runs, ask, begin, dismiss, stop, retry, stateOf }
})
