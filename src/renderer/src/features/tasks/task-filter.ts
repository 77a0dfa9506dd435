import type { Task } from '@shared/contract/task'

/** The ends of tasks that a list can be narrowed to. */
export const taskShows = ['all', 'running', 'failed'] as const
export type TaskShow = (typeof taskShows)[number]

/** A task that was interrupted has failed as well. */
export const isShown = ({ state }: Task, show: TaskShow): boolean =>
  show === 'all' || (show === 'running' ? state === 'running' : state === 'failed' || state === 'interrupted')

/** Chooses the tasks in which every word of a text occurs: in what they do, on what, by whom, and what they say. */
export function filterTasks(tasks: readonly Task[], text: string, nameOf: (task: Task) => string): readonly Task[] {
  const words = text.toLowerCase().split(/\s+/)
  return tasks.filter((task) => {
    const said = [nameOf(task), task.operation, task.title, task.user, task.message, task.error]
      .join('\n')
      .toLowerCase()
    return words.every((word) => said.includes(word))
  })
}
