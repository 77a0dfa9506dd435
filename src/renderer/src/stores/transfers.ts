import { AppError } from '@shared/contract/errors'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useApi } from '@/api'
import { Pace } from '@/transfers/pace'
import type { Follower } from '@/transfers/until-over'
import type { ImageKind } from './images'
import { useSession } from './session'

/** What is to be moved: the file of an image, to the core or from it. `size` in bytes. */
export interface Freight {
  readonly direction: 'up' | 'down'
  readonly kind: ImageKind
  /** Id and name of the image. */
  readonly image: string
  readonly name: string
  readonly size: number
}

/** A file on its way, or at its end. `moved` is bytes, `rate` is bytes per second. */
export interface Transfer extends Freight {
  readonly id: number
  readonly state: 'waiting' | 'moving' | 'done' | 'cancelled' | 'failed'
  readonly moved: number
  readonly rate: number
  /** Why it failed. */
  readonly problem?: unknown
}

/** Moves the file; told to break off, it rejects. It may be asked again after a failure. */
export type Move = (follower: Follower) => Promise<void>

/** More at once would only share the disk. */
const AT_ONCE = 2
/** How long a success stays in sight. */
const DONE_FOR_MS = 4_000

const isUnderWay = ({ state }: Transfer): boolean => state === 'waiting' || state === 'moving'

/** The files of images on their way. They outlive the page that began them, and end with the sign-in. */
export const useTransfers = defineStore('transfers', () => {
  const api = useApi()
  const session = useSession()
  const all = shallowRef<readonly Transfer[]>([])
  const underWay = computed(() => all.value.filter(isUnderWay))
  const runs = new Map<number, { readonly move: Move; readonly stop: AbortController }>()
  let lastId = 0

  const change = (id: number, now: Partial<Transfer>): void => {
    all.value = all.value.map((transfer) => (transfer.id === id ? { ...transfer, ...now } : transfer))
  }
  const dismiss = (id: number): void => {
    all.value = all.value.filter((transfer) => transfer.id !== id)
    runs.delete(id)
  }
  /** An attempt that has ended says nothing of an image that is sent again, or is gone. */
  const forgetEnded = (image: string): void => {
    for (const transfer of all.value) if (transfer.image === image && !isUnderWay(transfer)) dismiss(transfer.id)
  }

  const run = async ({ id, size }: Transfer): Promise<void> => {
    const its = runs.get(id)
    if (!its) return
    const { signal } = its.stop
    let pace: Pace | undefined
    const onBytes = (moved: number): void => {
      if (!pace) {
        // What was there before did not come at any speed.
        pace = new Pace(performance.now(), moved)
        return change(id, { moved })
      }
      const rate = pace.rateAt(performance.now(), moved)
      if (rate !== undefined) change(id, { moved, rate })
      else if (moved === size) change(id, { moved })
    }
    change(id, { state: 'moving' })
    try {
      await its.move({ signal, onBytes })
      change(id, { state: 'done' })
      setTimeout(() => dismiss(id), DONE_FOR_MS)
    } catch (problem) {
      change(id, signal.aborted ? { state: 'cancelled' } : { state: 'failed', problem: explained(problem) })
    }
    next()
  }
  const next = (): void => {
    const waiting = underWay.value.filter(({ state }) => state === 'waiting')
    const free = AT_ONCE - (underWay.value.length - waiting.length)
    for (const transfer of waiting.slice(0, Math.max(0, free))) void run(transfer)
  }

  const start = (freight: Freight, move: Move): void => {
    forgetEnded(freight.image)
    const id = ++lastId
    runs.set(id, { move, stop: new AbortController() })
    all.value = [...all.value, { ...freight, id, state: 'waiting', moved: 0, rate: 0 }]
    next()
  }
  const cancel = (id: number): void => {
    runs.get(id)?.stop.abort()
    if (underWay.value.some((transfer) => transfer.id === id && transfer.state === 'waiting'))
      change(id, { state: 'cancelled' })
  }
  const retry = ({ id, direction, kind, image, name, size }: Transfer): void => {
    const its = runs.get(id)
    if (its) start({ direction, kind, image, name, size }, its.move)
  }
  const clear = (): void => {
    for (const { id } of underWay.value) cancel(id)
    all.value = []
    runs.clear()
  }
  /** What is being sent to an image, or waits for its turn. */
  const uploadTo = (image: string): Transfer | undefined =>
    underWay.value.find((transfer) => transfer.image === image && transfer.direction === 'up')

  api.onEvent(({ name, payload }) => {
    if (name === 'disk_image.removed' || name === 'media_image.removed') forgetEnded(payload.id)
  })
  watch(
    () => session.stage,
    (stage) => stage !== 'signed-in' && clear()
  )
  return { all, underWay, start, cancel, retry, dismiss, clear, uploadTo }
})

/** What a browser says of files is no error of ours yet. */
const explained = (problem: unknown): unknown =>
  problem instanceof AppError
    ? problem
    : new AppError('TRANSFER_FAILED', { reason: problem instanceof Error ? problem.message : String(problem) })
