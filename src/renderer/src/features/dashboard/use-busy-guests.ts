import { computed, shallowRef } from 'vue'
import type { Guest } from '@shared/contract/guest'
import type { UsageSample } from '@shared/contract/instance'
import { useApi } from '@/api'
import { useEvery } from '@/composables/use-every'
import { SAMPLE_EVERY_MS } from '@/stores/usage'

export const measures = ['cpu', 'memory', 'disk', 'network'] as const
export type Measure = (typeof measures)[number]
/** Percent, bytes, bytes per second. */
export type Measured = Readonly<Record<Measure, number>>

/** What one call may ask for: however many guests there are, no more is asked in one go. */
const PER_CALL = 500

/**
 * What the guests that run use. They are asked in turn, so that ten thousand cost no more at a time than five hundred;
 * what was heard last of each counts.
 */
export function useBusyGuests(guests: () => readonly Guest[]) {
  const { client } = useApi()
  const heard = new Map<string, UsageSample>()
  const measured = shallowRef<ReadonlyMap<string, Measured>>(new Map())
  const running = computed(() => guests().filter((guest) => guest.running && !guest.lost))
  let next = 0

  const round = async (): Promise<void> => {
    const all = running.value
    const from = next < all.length ? next : 0
    const asked = all.slice(from, from + PER_CALL)
    next = from + PER_CALL
    if (asked.length === 0) return
    const memoryOf = new Map(asked.map(({ id, memory }) => [id, memory]))
    const samples = await client.instance.sample({ ids: asked.map(({ id }) => id) })
    const now = new Map(measured.value)
    for (const sample of samples) {
      if (sample.running) now.set(sample.id, measuredOf(sample, heard.get(sample.id), memoryOf.get(sample.id) ?? 0))
      heard.set(sample.id, sample)
    }
    measured.value = now
  }
  useEvery(SAMPLE_EVERY_MS, round)

  /** The guests that use most of something, the most first; those that use nothing are left out. */
  const topBy = (by: Measure, count: number): readonly (readonly [Guest, Measured])[] =>
    running.value
      .flatMap((guest) => {
        const its = measured.value.get(guest.id)
        return its && its[by] > 0 ? [[guest, its] as const] : []
      })
      .sort(([, a], [, b]) => b[by] - a[by])
      .slice(0, count)
  /** Whether what runs has been asked, or nothing does. */
  const isKnown = computed(() => measured.value.size > 0 || running.value.length === 0)
  return { topBy, isKnown }
}

/** Counters become rates, once a guest was asked twice in the same run. */
function measuredOf(now: UsageSample, before: UsageSample | undefined, memory: number): Measured {
  const past = before && before.uptime <= now.uptime ? before : undefined
  const seconds = past ? (now.time - past.time) / 1000 : 0
  const rate = (bytes: (sample: UsageSample) => number): number =>
    past && seconds > 0 ? Math.max(0, bytes(now) - bytes(past)) / seconds : 0
  return {
    cpu: now.cpu_usage,
    memory: Math.max(0, memory - now.memory_available),
    disk: rate((sample) => sample.bytes_read + sample.bytes_written),
    network: rate((sample) => sample.bytes_received + sample.bytes_sent)
  }
}
