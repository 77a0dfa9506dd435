import type { EventName, Events } from '@shared/contract/events'
import type { WindowNotice } from '@shared/contract/wire'
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Api } from '@/api'

/** Notices that come together are taken in together; in a storm of them, so that time is left for the person. */
const TOGETHER_MS = 16
const STORM_MS = 200

/** The events whose payload is a `T`. */
type NewsOf<T> = { [N in EventName]: Events[N] extends T ? N : never }[EventName]

type Removal = Extract<EventName, `${string}.removed`>

interface Source<T> {
  /** Reads all of them. Those read so far may be shown already. */
  readonly load: (show: (some: readonly T[]) => void) => Promise<readonly T[]>
  readonly idOf: (item: T) => string
  readonly changed: NewsOf<T>
  readonly removed?: Removal
}

/** Things of one kind that the window knows, kept fresh by events. */
export interface Collection<T> {
  readonly byId: Readonly<ShallowRef<ReadonlyMap<string, T>>>
  readonly all: ComputedRef<readonly T[]>
  /** False until the first load is through, though some may be there. */
  readonly loaded: Readonly<ShallowRef<boolean>>
  /** Why the last load failed; what was known before is still there. */
  readonly problem: Readonly<ShallowRef<unknown>>
  load(): Promise<void>
  clear(): void
}

/** States by id; null says that it is gone. */
type News<T> = Map<string, T | null>

/**
 * Joins what a load answers with what events tell meanwhile: an older state never replaces a newer one, and
 * what was removed while the load ran does not come back. Of things without a revision the last word counts: events
 * come in order, and before an answer that knows more. Loads again after the connection was lost.
 */
export function collection<T extends object>(api: Api, source: Source<T>): Collection<T> {
  const byId = shallowRef<ReadonlyMap<string, T>>(new Map())
  const loaded = shallowRef(false)
  const problem = shallowRef<unknown>()
  const heard: News<T> = new Map()
  let timer: ReturnType<typeof setTimeout> | undefined
  let applied = -Infinity
  /** What was heard since the running load began. */
  let since: News<T> | undefined
  let running: Promise<void> | undefined

  const applyHeard = (): void => {
    timer = undefined
    applied = performance.now()
    byId.value = joined(byId.value, heard)
    heard.clear()
  }
  const hear = (id: string, state: T | null): void => {
    for (const news of since ? [heard, since] : [heard]) if (isNews(state, news.get(id))) news.set(id, state)
    timer ??= setTimeout(applyHeard, Math.max(TOGETHER_MS, applied + STORM_MS - performance.now()))
  }
  api.onEvent(({ name, payload }: WindowNotice) => {
    if (name === source.changed) hear(source.idOf(payload as unknown as T), payload as unknown as T)
    else if (name === source.removed) hear('id' in payload ? payload.id : payload.name, null)
  })

  const loadOnce = async (): Promise<void> => {
    const mine: News<T> = (since = new Map())
    const take = (read: readonly T[]): void => {
      byId.value = joined(new Map(read.map((item) => [source.idOf(item), item])), mine)
    }
    try {
      const read = await source.load((some) => {
        if (since === mine && !loaded.value) take(some)
      })
      if (since !== mine) return
      take(read)
      loaded.value = true
      problem.value = undefined
    } catch (error) {
      problem.value = error
    } finally {
      if (since === mine) since = undefined
    }
  }
  const load = (): Promise<void> => {
    running ??= loadOnce().finally(() => (running = undefined))
    return running
  }
  api.onConnected((connected) => {
    if (connected && loaded.value) void load()
  })

  const clear = (): void => {
    since = running = problem.value = undefined
    heard.clear()
    byId.value = new Map()
    loaded.value = false
  }
  return { byId, all: computed(() => [...byId.value.values()]), loaded, problem, load, clear }
}

function joined<T extends object>(known: ReadonlyMap<string, T>, news: News<T>): Map<string, T> {
  const next = new Map(known)
  for (const [id, state] of news) {
    if (state === null) next.delete(id)
    else if (isNews(state, next.get(id))) next.set(id, state)
  }
  return next
}

function isNews(state: object | null, known: object | null | undefined): boolean {
  if (!state || !known) return true
  const [now, before] = [revisionOf(state), revisionOf(known)]
  return now === undefined || before === undefined || before < now
}

const revisionOf = (state: { readonly revision?: number }): number | undefined => state.revision
