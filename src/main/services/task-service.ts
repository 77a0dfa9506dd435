import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Call, TaskCall } from '@main/kernel/call'
import type { TaskRunner } from '@main/kernel/task-runner'

export function taskService(tasks: TaskRunner): Handlers<'task', Call, TaskCall> {
  return {
    list: async ({ limit }) => tasks.list(limit),
    get: async ({ id }) => tasks.find(id) ?? fail('TASK_NOT_FOUND', { id }),
    async cancel({ id }) {
      tasks.cancel(id)
      return {}
    }
  }
}
