import type { Template } from '@shared/contract/template'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useApi } from '@/api'
import { byName } from '@/text/by-name'
import { collection } from './collection'

export type ListedTemplate = Pick<Template, 'id' | 'name' | 'operating_system' | 'created_time' | 'modified_time'>

/** The system templates by name; none for who may not see them. */
export const useTemplates = defineStore('templates', () => {
  const api = useApi()
  const { all: known, ...templates } = collection<ListedTemplate>(api, {
    load: () => api.client.template.list({}),
    idOf: ({ id }) => id,
    changed: 'template.changed',
    removed: 'template.removed'
  })
  return { ...templates, all: computed(() => known.value.toSorted(byName)) }
})

/** All of one template, read again when it changes; nothing while it is not known or cannot be read. */
export function useTemplate(id: () => string) {
  const { client } = useApi()
  const templates = useTemplates()
  const found = shallowRef<Template>()
  watch(
    [id, () => templates.byId.get(id())],
    async ([wanted, isKnown]) => {
      const read = isKnown ? await client.template.get({ id: wanted }).catch(() => undefined) : undefined
      if (wanted === id()) found.value = read
    },
    { immediate: true }
  )
  return computed(() => (found.value?.id === id() ? found.value : undefined))
}
