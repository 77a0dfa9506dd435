import type { HistorySample, UsageSample } from '@shared/contract/instance'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from '@/api'

/** How often guests on the screen are asked for their load, and how many answers are kept: ten minutes. */
export const SAMPLE_EVERY_MS = 2000
/** Nobody watches so many at once step by step, and drawing them is what an idle window costs. */
const MANY = 50
const MANY_EVERY_MS = 2 * SAMPLE_EVERY_MS
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
  readonly read: number
  readonly written: number
  readonly received: number
  readonly sent: number
}

interface History {
  /** What was answered last, once this window has asked. */
  readonly last?: UsageSample
  readonly points: readonly UsagePoint[]
  /** The only point, without rates for want of an answer before it; it goes when there are others. */
  readonly unrated?: UsagePoint
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

  /** Gives the number of guests that were asked for. */
  const sample = async (): Promise<number> => {
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
    return ids.length
  }
  const askIn = (ms: number): void => {
    clearTimeout(timer)
    if (followers.size > 0) timer = setTimeout(() => void poll(), ms)
  }
  const poll = async (): Promise<void> => {
    asking = true
    const count = document.hidden ? 0 : await sample()
    asking = false
    askIn(hurried ? SOON_MS : count > MANY ? MANY_EVERY_MS : SAMPLE_EVERY_MS)
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
  /** Takes in what the core remembers of the last ten minutes of a guest; without it they begin now. */
  const recall = async (id: string): Promise<void> => {
    const answer = await client.instance.history({ id, span: 'minutes' }).catch(() => undefined)
    const past = answer?.samples.map(pointOf) ?? none
    const end = past.at(-1)?.time
    if (end === undefined) return
    const { unrated, points = none, ...known } = histories.value.get(id) ?? {}
    const since = points.filter((point) => point !== unrated && point.time > end)
    histories.value = new Map(histories.value).set(id, { ...known, points: [...past, ...since].slice(-KEPT) })
  }
  /** What is known of the last ten minutes of a guest, oldest first. It stays when the guest stops or is lost. */
  const of = (id: string): readonly UsagePoint[] => histories.value.get(id)?.points ?? none
  /** When the present run of a guest began, in milliseconds since 1970; undefined while that is not known. */
  const upSince = (id: string): number | undefined => {
    const last = histories.value.get(id)?.last
    return last?.running ? last.time - last.uptime * 1000 : undefined
  }
  /** The room that a guest said is left on its disks, in bytes; 0 while that is not known. */
  const diskFree = (id: string): number => histories.value.get(id)?.last?.disk_available ?? 0

  return { of, upSince, diskFree, follow, hurry, recall }
})

/** Counters become rates. A guest that does not answer keeps its past; one that was started again has none. */
function continued(before: History | undefined, now: UsageSample): History | undefined {
  if (!now.running) return before
  const past = (before?.last?.uptime ?? 0) <= now.uptime ? before : undefined
  const seconds = past?.last ? (now.time - past.last.time) / 1000 : 0
  const rate = (counter: 'bytes_read' | 'bytes_written' | 'bytes_received' | 'bytes_sent'): number =>
    past?.last && seconds > 0 ? Math.max(0, now[counter] - past.last[counter]) / seconds : 0
  const { time, cpu_usage, memory_available } = now
  const point = {
    ...{ time, cpu_usage, memory_available },
    ...{ read: rate('bytes_read'), written: rate('bytes_written') },
    ...{ received: rate('bytes_received'), sent: rate('bytes_sent') }
  }
  const rated = past?.points.filter((known) => known !== past.unrated) ?? []
  if (seconds > 0) return { last: now, points: [...rated, point].slice(-KEPT) }
  return rated.length > 0 ? { last: now, points: rated } : { last: now, points: [point], unrated: point }
}

/** A step of what the core remembers. */
export const pointOf = ({ time, cpu_usage, memory_available, ...speeds }: HistorySample): UsagePoint => ({
  ...{ time, cpu_usage, memory_available, read: speeds.read_speed, written: speeds.write_speed },
  ...{ received: speeds.receive_speed, sent: speeds.send_speed }
})
