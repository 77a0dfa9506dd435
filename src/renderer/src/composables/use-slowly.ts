import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

/** Follows a value that changes in storms: at once, then at most every so many milliseconds, and always to its last state. */
export function useSlowly<T>(everyMs: number, source: () => T): Readonly<ShallowRef<T>> {
  const shown = shallowRef(source()) as ShallowRef<T>
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStale = false
  const show = (): void => {
    isStale = false
    shown.value = source()
    timer = setTimeout(() => {
      timer = undefined
      if (isStale) show()
    }, everyMs)
  }
  watch(source, () => {
    if (timer === undefined) show()
    else isStale = true
  })
  onScopeDispose(() => clearTimeout(timer))
  return shown
}
