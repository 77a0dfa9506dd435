import { createI18n } from 'vue-i18n'
import { en } from './en'
import { zhCn } from './zh-cn'
import type { HolesOf, KeyOf, TextAt } from './translated'

export { locales, type Locale } from '@shared/contract/nano-bridge'

export type TextKey = KeyOf<typeof en>
type Holes<K extends TextKey> = HolesOf<TextAt<typeof en, K>>

/** What a text wants filled in; nothing for a text without braces. */
export type Values<K extends TextKey> = [Holes<K>] extends [never] ? [] : [Readonly<Record<Holes<K>, string | number>>]

/** The texts of the window, in one language at a time. Messages are interpreted, never compiled with `eval`. */
export const createTexts = () =>
  createI18n({ legacy: false, globalInjection: false, locale: 'en', messages: { en, 'zh-CN': zhCn } })
