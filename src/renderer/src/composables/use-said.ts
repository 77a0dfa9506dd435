import { inChinese } from '@/i18n/phrases'
import { useTexts } from './use-texts'

/** Gives English words of the core in the language of the window; what nobody has translated stays as it is. */
export function useSaid(): (english: string) => string {
  const { locale } = useTexts()
  return (english) => (locale.value === 'en' ? english : inChinese(english))
}
