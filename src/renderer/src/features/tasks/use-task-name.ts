import type { Task } from '@shared/contract/task'
import { useTexts } from '@/composables/use-texts'

/** Gives what a task does, in words. */
export function useTaskName(): (task: Pick<Task, 'operation'>) => string {
  const { find } = useTexts()
  return ({ operation }) => find(`tasks.operations.${operation}`) ?? operation
}
