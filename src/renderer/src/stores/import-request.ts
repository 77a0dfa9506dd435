import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** What somebody asks to import as images, from whatever page. */
export const useImportRequest = defineStore('import-request', () => {
  /** None chosen yet is an empty list; undefined while nobody asks. */
  const files = shallowRef<readonly File[]>()
  return {
    files,
    begin: (wanted: readonly File[] = []) => void (files.value = wanted),
    end: () => void (files.value = undefined)
  }
})
