import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useGuests } from '@/stores/guests'
import { usePreferences } from '@/stores/preferences'
import { parseFilter } from './guest-filter'

/** Ten thousand guests are not counted again for each of their events. */
const COUNT_EVERY_MS = 1000

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

  const guests = useGuests()
  const counts = shallowRef<ReadonlyMap<string, number>>(new Map())
  let timer: ReturnType<typeof setTimeout> | undefined
  const count = (): void => {
    timer = undefined
    const countOf = (text: string): number => guests.all.filter(parseFilter(text).matches).length
    counts.value = new Map(all.value.map(({ name, text }) => [name, countOf(text)]))
  }
  watch(all, count, { immediate: true })
  watch(
    () => guests.all,
    () => (timer ??= setTimeout(count, COUNT_EVERY_MS))
  )
  /** How many guests a filter finds, about a second old at most. */
  const countOf = (name: string): number => counts.value.get(name) ?? 0

  /** Keeps a filter; one of the same name is replaced. */
  const save = (filter: SavedFilter): void => {
    const others = all.value.filter(({ name }) => name !== filter.name)
    preferences.guestFilters = [...others, filter]
  }
  const remove = (name: string): void => {
    preferences.guestFilters = all.value.filter((filter) => filter.name !== name)
  }
  return { all, countOf, save, remove }
})
