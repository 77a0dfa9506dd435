import { onBeforeUnmount, onMounted, ref } from 'vue'

/** Chromium's Keyboard Lock (wicg.github.io/keyboard-lock): Escape, Alt+Tab and the like go to the page. */
interface LockableNavigator {
  readonly keyboard?: { lock(): Promise<void>; unlock(): void }
}

/**
 * Fills the screen with the whole page, so that menus and dialogs are seen there too; who asks for it covers the rest.
 * All keys that the system lets go of are the page's then.
 */
export function useFullScreen() {
  const isFull = ref(false)
  const { keyboard } = navigator as LockableNavigator

  const changed = (): void => {
    isFull.value = document.fullscreenElement !== null
    // Where it is refused, the browser keeps a few keys.
    if (isFull.value) keyboard?.lock().catch(() => undefined)
    else keyboard?.unlock()
  }
  const toggle = (): Promise<void> =>
    isFull.value ? document.exitFullscreen() : document.documentElement.requestFullscreen()

  onMounted(() => document.addEventListener('fullscreenchange', changed))
  onBeforeUnmount(() => document.removeEventListener('fullscreenchange', changed))
  return { isFull, toggle }
}
