import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useOperation, type Operation } from '@/composables/use-operation'

interface Section<T> extends Omit<Operation, 'run'> {
  /** What is typed. */
  readonly draft: Ref<T>
  readonly changed: ComputedRef<boolean>
  undo(): void
  save(): void
}

/**
 * A part of the settings while it is changed. It follows what the core says for as long as nothing is typed in it;
 * what is typed stays until it is saved or undone.
 */
export function useSection<T extends object>(known: () => T, store: (draft: T) => Promise<unknown>): Section<T> {
  const { run, busy, problem } = useOperation()
  const copy = (): T => JSON.parse(written(known())) as T
  const draft = ref(copy()) as Ref<T>
  let base = written(known())
  const changed = computed(() => written(draft.value) !== written(known()))
  watch(
    () => written(known()),
    (now) => {
      if (written(draft.value) === base) draft.value = copy()
      base = now
    }
  )
  const undo = (): void => {
    draft.value = copy()
    problem.value = undefined
  }
  const save = (): void => void run(() => store(draft.value))
  return { draft, changed, undo, save, busy, problem }
}

const written = (value: object): string => JSON.stringify(value)
