import type { Task } from '@shared/contract/task'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useApi } from '@/api'
import { collection } from './collection'

/** What one call gives at most. */
const KEPT = 500

/** The tasks of everybody, newest first. */
export const useTasks = defineStore('tasks', () => {
  const api = useApi()
  const { all: known, ...tasks } = collection<Task>(api, {
    load: () => api.client.task.list({ limit: KEPT }),
    idOf: ({ id }) => id,
    changed: 'task.changed'
  })
  const all = computed(() => known.value.toSorted((a, b) => (a.start_time < b.start_time ? 1 : -1)))
  const running = computed(() => all.value.filter(({ state }) => state === 'running'))
  const cancel = (id: string) => api.client.task.cancel({ id })

  return { ...tasks, all, running, cancel }
})
