import { computed, watch, type ComputedRef } from 'vue'
import { usePreferences, type Preferences } from '@/stores/preferences'

const pixels: Readonly<Record<Preferences['density'], number>> = { dense: 26, usual: 30, airy: 36 }
export const densities = ['dense', 'usual', 'airy'] as const satisfies readonly Preferences['density'][]

/** How high a row of a table is, in pixels, as the person likes it. What another version wrote is the usual. */
export function useRowHeight(): ComputedRef<number> {
  const preferences = usePreferences()
  return computed(() => pixels[preferences.density] ?? pixels.usual)
}

/** Keeps the rows of plain tables that high. Called once, by the root of a window. */
export function useDensity(): void {
  watch(useRowHeight(), (height) => document.documentElement.style.setProperty('--nd-row', `${height}px`), {
    immediate: true
  })
}
