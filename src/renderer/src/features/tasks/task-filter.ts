import type { Task } from '@shared/contract/task'
import type { TaskWords } from '@/composables/use-task-words'

/** The ends of tasks that a list can be narrowed to. */
export const taskShows = ['all', 'running', 'failed'] as const
export type TaskShow = (typeof taskShows)[number]

/** A task that was interrupted has failed as well. */
export const isShown = ({ state }: Task, show: TaskShow): boolean =>
  show === 'all' || (show === 'running' ? state === 'running' : state === 'failed' || state === 'interrupted')

/** Chooses the tasks in which every word of a text occurs: in what they do, on what, by whom, and what they say. */
export function filterTasks(tasks: readonly Task[], text: string, words: TaskWords): readonly Task[] {
  const wanted = text.toLowerCase().split(/\s+/)
  return tasks.filter((task) => {
    const { nameOf, titleOf, messageOf, errorOf } = words
    const said = [nameOf(task), task.operation, titleOf(task), task.user, messageOf(task), errorOf(task)]
      .join('\n')
      .toLowerCase()
    return wanted.every((word) => said.includes(word))
  })
}
