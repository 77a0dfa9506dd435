import { AppError, type ErrorCode } from '@shared/contract/errors'
import type { Task } from '@shared/contract/task'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useApi } from '@/api'
import { once } from '@/composables/once'
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

  /** Resolves when a task is done; rejects with what it failed with. */
  const ended = async (task: Task): Promise<void> => {
    const now = (): Task => tasks.byId.value.get(task.id) ?? task
    await once(() => now().state !== 'running')
    const { state, error, error_code, error_details } = now()
    if (state === 'failed')
      throw error_code === undefined
        ? new AppError('TASK_FAILED', { reason: error })
        : new AppError(error_code as ErrorCode, error_details as never)
    if (state === 'cancelled' || state === 'interrupted') throw new AppError('TASK_STOPPED', { how: state })
  }

  return { ...tasks, all, running, cancel, ended }
})
