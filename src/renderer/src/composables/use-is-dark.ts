import { computed, type ComputedRef } from 'vue'
import { usePreferences } from '@/stores/preferences'
import { useMediaQuery } from './use-media-query'

/** Whether the person, or else the system, wants the windows dark. */
export function useIsDark(): ComputedRef<boolean> {
  const preferences = usePreferences()
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
  return computed(() => (preferences.theme === 'system' ? systemIsDark.value : preferences.theme === 'dark'))
}
