import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Locale, TextKey, Values } from '@/i18n'

export interface Texts {
  /** The text at a key, filled in. Numbers get thousands commas, and `n` chooses between one and many. */
  t<K extends TextKey>(key: K, ...values: Values<K>): string
  /** The same for a key that is only known at run time; undefined if there is none. */
  find(key: string, values?: Readonly<Record<string, unknown>>): string | undefined
  readonly locale: ComputedRef<Locale>
}

/** The texts in the language of the window. The only way to words in a component. */
export function useTexts(): Texts {
  const { t, te, locale } = useI18n({ useScope: 'global' })
  const say = (key: string, values: Readonly<Record<string, unknown>> = {}): string => {
    const shown = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? count(value) : value
    ])
    const { n } = values
    return t(key, Object.fromEntries(shown), typeof n === 'number' ? { plural: n } : {})
  }
  return {
    t: (key, ...[values]) => say(key, values),
    find: (key, values) => (te(key) ? say(key, values) : undefined),
    locale: computed(() => locale.value as Locale)
  }
}

/** `10000` gives `10,000`, as both languages write it. */
const count = (value: number): string => value.toLocaleString('en-US')
