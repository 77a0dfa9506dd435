import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Operation {
  /** Runs work that may be refused. Gives what it gave, or undefined after a refusal, which is in `problem` then. */
  run<T>(work: () => Promise<T>): Promise<T | undefined>
  readonly busy: Readonly<Ref<boolean>>
  /** What was thrown last; for `ProblemAlert`. The next run clears it. */
  readonly problem: ShallowRef<unknown>
}

/** Runs what a button or a form asks for, one at a time: a second press while it runs does nothing. */
export function useOperation(): Operation {
  const busy = ref(false)
  const problem = shallowRef<unknown>()

  const run = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (busy.value) return undefined
    busy.value = true
    problem.value = undefined
    try {
      return await work()
    } catch (error) {
      problem.value = error
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { run, busy, problem }
}
