import { computed, inject, onScopeDispose, provide, reactive, ref, watchEffect, type InjectionKey, type Ref } from 'vue'
import { hasWords } from '@/text/has-words'

interface Search {
  readonly text: Readonly<Ref<string>>
  /** The rows that are shown now. */
  readonly shown: Set<symbol>
}
const key: InjectionKey<Search> = Symbol('settings search')

/** The search of a page of settings: the text to bind, and whether anything is shown. Called by the page. */
export function useSettingsSearch() {
  const text = ref('')
  const shown = reactive(new Set<symbol>())
  provide(key, { text, shown })
  return { text, count: computed(() => shown.size) }
}

/** Whether a row of the settings that says all this is wanted. */
export function useIsWanted(words: () => readonly string[]): Readonly<Ref<boolean>> {
  const search = inject(key)
  const isWanted = computed(() => !search || hasWords(search.text.value)(...words()))
  const me = Symbol('row')
  watchEffect(() => {
    if (isWanted.value) search?.shown.add(me)
    else search?.shown.delete(me)
  })
  onScopeDispose(() => search?.shown.delete(me))
  return isWanted
}
