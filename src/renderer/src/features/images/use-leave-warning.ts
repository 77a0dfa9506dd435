import { onScopeDispose, ref, watch, type Ref } from 'vue'

/**
 * Keeps the window from being closed while something is `busy`. A browser asks by itself then; Electron just stays
 * open, so that the one given turns true there, for a dialog of ours.
 */
export function useLeaveWarning(busy: () => boolean): Ref<boolean> {
  const leaving = ref(false)
  const warn = (event: BeforeUnloadEvent): void => {
    event.preventDefault()
    leaving.value = window.nano !== undefined
  }
  const stop = (): void => window.removeEventListener('beforeunload', warn)
  watch(busy, (now) => (now ? window.addEventListener('beforeunload', warn) : stop()), { immediate: true })
  onScopeDispose(stop)
  return leaving
}
