import { type Locale, type TextKey } from '@/i18n'
import { en } from '@/i18n/en'
import { zhCn } from '@/i18n/zh-cn'

/** The text at a key, as a person reads it; holes are filled with `values`. */
export type Words = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string

const texts = { en, 'zh-CN': zhCn }

/** The texts of the windows in one language. */
export const wordsIn =
  (locale: Locale): Words =>
  (key, values = {}) => {
    const text = key.split('.').reduce<unknown>((part, name) => Object(part)[name], texts[locale])
    return String(text).replace(/\{(\w+)\}/g, (_hole, name: string) => String(values[name]))
  }
