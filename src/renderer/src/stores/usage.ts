import type { UsageSample } from '@shared/contract/instance'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from '@/api'

/** How often guests on the screen are asked for their load, and how many answers are kept: ten minutes. */
export const SAMPLE_EVERY_MS = 2000
const KEPT = 300
/** Scrolling shows many guests only in passing. */
const SOON_MS = 100
/** What one call may ask for. */
const PER_CALL = 500

/** The load of a guest at one moment: percent, bytes, bytes per second. `time` is milliseconds since 1970. */
export interface UsagePoint {
  readonly time: number
  readonly cpu_usage: number
  readonly memory_available: number
  readonly disk_available: number
  readonly read: number
  readonly written: number
  readonly received: number
  readonly sent: number
}

interface History {
  readonly last: UsageSample
  readonly points: readonly UsagePoint[]
}

const none: readonly UsagePoint[] = []

/** The load of the guests that are on the screen; nobody else is asked. */
export const useUsageStore = defineStore('usage', () => {
  const { client } = useApi()
  const histories = shallowRef<ReadonlyMap<string, History>>(new Map())
  const followers = new Set<() => readonly string[]>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = false
  let hurried = false

  const sample = async (): Promise<void> => {
    const ids = [...new Set([...followers].flatMap((idsOf) => idsOf()))]
    const parts = Array.from({ length: Math.ceil(ids.length / PER_CALL) }, (_, part) =>
      client.instance.sample({ ids: ids.slice(part * PER_CALL, (part + 1) * PER_CALL) })
    )
    const answers = await Promise.allSettled(parts)
    const samples = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    const next = new Map(histories.value)
    for (const taken of samples) {
      const history = continued(next.get(taken.id), taken)
      if (history) next.set(taken.id, history)
    }
    if (samples.length > 0) histories.value = next
  }
  const askIn = (ms: number): void => {
    clearTimeout(timer)
    if (followers.size > 0) timer = setTimeout(() => void poll(), ms)
  }
  const poll = async (): Promise<void> => {
    asking = true
    if (!document.hidden) await sample()
    asking = false
    askIn(hurried ? SOON_MS : SAMPLE_EVERY_MS)
    hurried = false
  }
  /** Other guests are on the screen now: they do not wait for the next round. */
  const hurry = (): void => {
    if (asking) hurried = true
    else askIn(SOON_MS)
  }
  /** Asks for the load of these guests from now on. Gives the way to stop. */
  const follow = (ids: () => readonly string[]): (() => void) => {
    followers.add(ids)
    hurry()
    return () => {
      followers.delete(ids)
      if (followers.size === 0) clearTimeout(timer)
    }
  }
  /** What is known of the last ten minutes of a guest, oldest first. It stays when the guest stops or is lost. */
  const of = (id: string): readonly UsagePoint[] => histories.value.get(id)?.points ?? none
  /** When the present run of a guest began, in milliseconds since 1970; undefined while that is not known. */
  const upSince = (id: string): number | undefined => {
    const last = histories.value.get(id)?.last
    return last?.running ? last.time - last.uptime * 1000 : undefined
  }

  return { of, upSince, follow, hurry }
})

/** Counters become rates. A guest that does not answer keeps its past; one that was started again has none. */
function continued(before: History | undefined, now: UsageSample): History | undefined {
  if (!now.running) return before
  const past = before && before.last.uptime <= now.uptime ? before : undefined
  const seconds = past ? (now.time - past.last.time) / 1000 : 0
  const rate = (counter: 'bytes_read' | 'bytes_written' | 'bytes_received' | 'bytes_sent'): number =>
    past && seconds > 0 ? Math.max(0, now[counter] - past.last[counter]) / seconds : 0
  const { time, cpu_usage, memory_available, disk_available } = now
  const point = {
    ...{ time, cpu_usage, memory_available, disk_available },
    ...{ read: rate('bytes_read'), written: rate('bytes_written') },
    ...{ received: rate('bytes_received'), sent: rate('bytes_sent') }
  }
  return { last: now, points: [...(past?.points ?? []), point].slice(-KEPT) }
}
