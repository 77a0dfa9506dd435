import type { Client } from '@shared/contract'
import type { LogEntry } from '@shared/contract/log'
import { localTime } from '@shared/text/time'
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import { useApi } from '@/api'
import { timesOf, type LogRange } from './log-range'

/** What one call gives at most. */
const MOST = 100
/** Somebody is still typing. */
const SOON_MS = 250

interface LogPage {
  readonly logs: readonly LogEntry[]
  readonly total: number
}
/** Which entries are wanted. */
export interface LogFilter {
  range: LogRange
  own: [Date, Date] | null
  user: string
  operation: string
  text: string
}

type Input = Parameters<Client['log']['list']>[0]

/** The part of the log that a person looks at: which entries, and which page of them. */
export function useLogs() {
  const { client } = useApi()
  const filter = reactive<LogFilter>({ range: 'day', own: null, user: '', operation: '', text: '' })
  const page = ref(1)
  const size = ref(20)
  const shown = shallowRef<LogPage>()
  const problem = shallowRef<unknown>()
  const loading = ref(false)
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const wanted = () => ({
    ...timesOf(filter.range, filter.own, new Date()),
    ...(filter.user !== '' && { user: filter.user }),
    ...(filter.operation !== '' && { operation: filter.operation }),
    ...(filter.text.trim() !== '' && { text: filter.text })
  })
  const read = async (input: Input): Promise<LogPage> =>
    // The page and not the bare list: its answer is never an array.
    (await client.log.list({ ...input, format: 'page' })) as LogPage

  const load = async (): Promise<void> => {
    clearTimeout(timer)
    const mine = ++asked
    loading.value = true
    try {
      const found = await read({ ...wanted(), limit: size.value, start: (page.value - 1) * size.value })
      if (mine !== asked) return
      shown.value = found
      problem.value = undefined
      // What was on the last page may be gone.
      const last = Math.max(1, Math.ceil(found.total / size.value))
      if (page.value > last) page.value = last
    } catch (error) {
      if (mine === asked) problem.value = error
    } finally {
      if (mine === asked) loading.value = false
    }
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), SOON_MS)
  }
  watch([() => ({ ...filter }), size], () => {
    if (page.value === 1) soon()
    else page.value = 1
  })
  watch(page, () => void load())
  onScopeDispose(() => clearTimeout(timer))
  void load()

  /** Every entry that is wanted, also those of other pages; `onPart` hears each part. What is written meanwhile is not in it. */
  const readAll = async (
    onPart: (logs: readonly LogEntry[], total: number) => Promise<void>,
    signal: AbortSignal
  ): Promise<void> => {
    const input = { before: localTime(new Date()), ...wanted(), limit: MOST }
    for (let start = 0, total = 1; start < total; start += MOST) {
      signal.throwIfAborted()
      const part = await read({ ...input, start })
      total = part.total
      await onPart(part.logs, total)
    }
  }
  const remove = (entries: readonly string[]) => client.log.remove({ entries: [...entries] })
  return {
    ...{ filter, page, size, load, readAll, remove },
    logs: computed(() => shown.value?.logs ?? []),
    total: computed(() => shown.value?.total ?? 0),
    loaded: computed(() => shown.value !== undefined),
    loading,
    problem
  }
}
