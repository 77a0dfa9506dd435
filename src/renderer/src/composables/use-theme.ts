import { computed, watch, type ComputedRef } from 'vue'
import { usePreferences } from '@/stores/preferences'
import { useMediaQuery } from './use-media-query'

/** Keeps the page light or dark as the person or the system wants it. Called once, by the root of a window. */
export function useTheme(): ComputedRef<boolean> {
  const preferences = usePreferences()
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
  const isDark = computed(() => (preferences.theme === 'system' ? systemIsDark.value : preferences.theme === 'dark'))
  watch(isDark, (dark) => document.documentElement.classList.toggle('dark', dark), { immediate: true })
  return isDark
}
