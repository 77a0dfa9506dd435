import { watch } from 'vue'
import { useIsDark } from './use-is-dark'

/** Keeps the page light or dark as the person or the system wants it. Called once, by the root of a window. */
export function useTheme(): void {
  watch(useIsDark(), (dark) => document.documentElement.classList.toggle('dark', dark), { immediate: true })
}
