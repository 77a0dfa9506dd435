import type { Template } from '@shared/contract/template'
import type { WindowNotice } from '@shared/contract/wire'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useApi } from '@/api'
import { useSession } from './session'

type Listed = Pick<Template, 'id' | 'name' | 'operating_system'>

/** The system templates by name, asked for by the first page that needs them; none for who may not see them. */
export const useTemplates = defineStore('templates', () => {
  const { client, onEvent } = useApi()
  const session = useSession()
  const byId = shallowRef<ReadonlyMap<string, Listed>>(new Map())
  const all = computed(() => [...byId.value.values()].sort((a, b) => a.name.localeCompare(b.name)))
  let loading: Promise<void> | undefined

  const read = async (): Promise<void> => {
    byId.value = new Map((await client.template.list({})).map((template) => [template.id, template]))
  }
  /** Reads them once; events keep them right. */
  const load = (): Promise<void> => {
    if (!session.may('template:read')) return Promise.resolve()
    loading ??= read().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  onEvent(({ name, payload }: WindowNotice) => {
    if (name === 'template.changed') byId.value = new Map(byId.value).set(payload.id, payload)
    else if (name === 'template.removed') byId.value = new Map([...byId.value].filter(([id]) => id !== payload.id))
  })
  return { byId, all, load }
})
