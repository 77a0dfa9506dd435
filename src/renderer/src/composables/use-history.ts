import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

const MINUTE_MS = 60_000
/** How long each picture reaches back; the first is what this window has seen itself. */
export const spans = {
  minutes: 10 * MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
  month: 30 * 24 * 60 * MINUTE_MS
} as const
export type Span = keyof typeof spans
/** What the core remembers. */
export type PastSpan = Exclude<Span, 'minutes'>

/** What is remembered, oldest first; `step` is milliseconds from one sample to the next. */
export interface Past<Sample> {
  readonly step: number
  readonly samples: readonly Sample[]
}

interface History<Sample> {
  readonly past: Readonly<ShallowRef<Past<Sample>>>
  readonly loading: Readonly<Ref<boolean>>
  readonly problem: ShallowRef<unknown>
  load(): Promise<void>
}

/** What is remembered of `subject`; asked for again each minute, for as long as somebody looks. */
export function useHistory<Sample>(
  subject: () => string,
  span: () => Span,
  ask: (span: PastSpan) => Promise<Past<Sample>>
): History<Sample> {
  const nothing: Past<Sample> = { step: 0, samples: [] }
  const past = shallowRef(nothing)
  const loading = ref(false)
  const problem = shallowRef<unknown>()

  const load = async (): Promise<void> => {
    const [meant, asked] = [subject(), span()]
    if (asked === 'minutes') return
    const isMeant = (): boolean => meant === subject() && asked === span()
    loading.value = true
    try {
      const answer = await ask(asked)
      if (!isMeant()) return
      past.value = answer
      problem.value = undefined
    } catch (error) {
      if (isMeant()) problem.value = error
    } finally {
      if (isMeant()) loading.value = false
    }
  }
  watch(
    [subject, span],
    () => {
      past.value = nothing
      problem.value = undefined
      void load()
    },
    { immediate: true }
  )
  const timer = setInterval(() => document.hidden || void load(), MINUTE_MS)
  onScopeDispose(() => clearInterval(timer))
  return { past, loading, problem, load }
}
