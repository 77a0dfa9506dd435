import { defineStore } from 'pinia'
import { computed } from 'vue'
import { usePreferences } from '@/stores/preferences'

/** What the list can show beside the name, in its order. */
export const columnKeys = [
  'state',
  'cpu',
  'memory',
  'cores',
  'disk',
  'pool',
  'cell',
  'address',
  'mac',
  'owner',
  'group',
  'image',
  'snapshots',
  'created',
  'tags'
] as const
export type ColumnKey = (typeof columnKeys)[number]

/** Which columns a person sees. */
export const useColumnChoice = defineStore('columnChoice', () => {
  const preferences = usePreferences()
  const shown = computed(() => columnKeys.filter((key) => preferences.guestColumns.includes(key)))
  const toggle = (key: ColumnKey): void => {
    const now: readonly string[] = shown.value
    preferences.guestColumns = now.includes(key) ? now.filter((each) => each !== key) : [...now, key]
  }
  return { shown, toggle }
})
