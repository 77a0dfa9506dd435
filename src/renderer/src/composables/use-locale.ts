import english from 'element-plus/es/locale/lang/en'
import chinese from 'element-plus/es/locale/lang/zh-cn'
import { computed, watch, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useApi } from '@/api'
import type { Locale } from '@/i18n'
import { usePreferences } from '@/stores/preferences'

/** Keeps the texts, the page and the shell's menus in the person's language; gives Element Plus its own. Called once, by the root of a window. */
export function useLocale(): ComputedRef<typeof english> {
  const preferences = usePreferences()
  const api = useApi()
  const { locale } = useI18n({ useScope: 'global' })
  const system: Locale = navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
  const wanted = computed<Locale>(() => (preferences.language === 'system' ? system : preferences.language))
  watch(
    wanted,
    (language) => {
      locale.value = language
      document.documentElement.lang = language
      api.speak(language)
    },
    { immediate: true }
  )
  return computed(() => (wanted.value === 'en' ? english : chinese))
}
