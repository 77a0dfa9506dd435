import type { Handlers } from '@shared/contract'
import { fail } from '@shared/contract/errors'
import type { Task } from '@shared/contract/task'
import type { Call, TaskCall } from '@main/kernel/call'
import type { TaskRunner } from '@main/kernel/task-runner'

/** Everybody sees and cancels their own tasks; who sees everything, all of them. */
export function taskService(tasks: TaskRunner): Handlers<'task', Call, TaskCall> {
  const userOf = ({ caller }: Call): string | undefined =>
    caller.permissions.has('resource:all') ? undefined : caller.user
  const find = (id: string, call: Call): Task => {
    const user = userOf(call)
    const task = tasks.find(id)
    return task && (user === undefined || task.user === user) ? task : fail('TASK_NOT_FOUND', { id })
  }

  return {
    list: async ({ limit }, call) => tasks.list(limit, userOf(call)),
    get: async ({ id }, call) => find(id, call),
    async cancel({ id }, call) {
      tasks.cancel(find(id, call).id)
      return {}
    }
  }
}
