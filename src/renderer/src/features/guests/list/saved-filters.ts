import { defineStore } from 'pinia'
import { computed } from 'vue'
import { usePreferences } from '@/stores/preferences'

/** A filter under a name. */
export interface SavedFilter {
  readonly name: string
  readonly text: string
}

const isFilter = (found: unknown): found is SavedFilter =>
  typeof found === 'object' &&
  found !== null &&
  typeof (found as SavedFilter).name === 'string' &&
  typeof (found as SavedFilter).text === 'string'

/** The filters of the guest list that this person keeps; what another version wrote there is left out. */
export const useSavedFilters = defineStore('savedFilters', () => {
  const preferences = usePreferences()
  const all = computed(() => preferences.guestFilters.filter(isFilter))

  /** Keeps a filter; one of the same name is replaced. */
  const save = (filter: SavedFilter): void => {
    const others = all.value.filter(({ name }) => name !== filter.name)
    preferences.guestFilters = [...others, filter]
  }
  const remove = (name: string): void => {
    preferences.guestFilters = all.value.filter((filter) => filter.name !== name)
  }
  return { all, save, remove }
})
