import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** Chromium's Keyboard Lock (wicg.github.io/keyboard-lock): Escape, Alt+Tab and the like go to the page. */
interface LockableNavigator {
  readonly keyboard?: { lock(): Promise<void>; unlock(): void }
}

/** Fills the screen with an element; all keys that the system lets go of are the page's then. */
export function useFullScreen(element: Readonly<Ref<HTMLElement | null>>) {
  const isFull = ref(false)
  const { keyboard } = navigator as LockableNavigator

  const changed = (): void => {
    isFull.value = element.value !== null && document.fullscreenElement === element.value
    // Where it is refused, the browser keeps a few keys.
    if (isFull.value) keyboard?.lock().catch(() => undefined)
    else keyboard?.unlock()
  }
  const toggle = (): Promise<void> =>
    isFull.value ? document.exitFullscreen() : (element.value?.requestFullscreen() ?? Promise.resolve())

  onMounted(() => document.addEventListener('fullscreenchange', changed))
  onBeforeUnmount(() => document.removeEventListener('fullscreenchange', changed))
  return { isFull, toggle }
}
