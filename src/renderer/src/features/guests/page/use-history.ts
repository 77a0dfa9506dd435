import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { useApi } from '@/api'
import { pointOf, type UsagePoint } from '@/stores/usage'

const MINUTE_MS = 60_000
/** How long each picture reaches back; the first is what this window has seen itself. */
export const spans = {
  minutes: 10 * MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
  month: 30 * 24 * 60 * MINUTE_MS
} as const
export type Span = keyof typeof spans

interface History {
  readonly points: Readonly<ShallowRef<readonly UsagePoint[]>>
  /** Milliseconds from one point to the next. */
  readonly step: Readonly<Ref<number>>
  readonly loading: Readonly<Ref<boolean>>
  readonly problem: ShallowRef<unknown>
  load(): Promise<void>
}

/** What is remembered of the load of a guest; asked for again each minute, for as long as somebody looks. */
export function useHistory(guest: () => string, span: () => Span): History {
  const { client } = useApi()
  const points = shallowRef<readonly UsagePoint[]>([])
  const step = ref(0)
  const loading = ref(false)
  const problem = shallowRef<unknown>()

  const load = async (): Promise<void> => {
    const [id, asked] = [guest(), span()]
    if (asked === 'minutes') return
    const isMeant = (): boolean => id === guest() && asked === span()
    loading.value = true
    try {
      const answer = await client.instance.history({ id, span: asked })
      if (!isMeant()) return
      points.value = answer.samples.map(pointOf)
      step.value = answer.step
      problem.value = undefined
    } catch (error) {
      if (isMeant()) problem.value = error
    } finally {
      if (isMeant()) loading.value = false
    }
  }
  watch(
    [guest, span],
    () => {
      points.value = []
      problem.value = undefined
      void load()
    },
    { immediate: true }
  )
  const timer = setInterval(() => document.hidden || void load(), MINUTE_MS)
  onScopeDispose(() => clearInterval(timer))
  return { points, step, loading, problem, load }
}
