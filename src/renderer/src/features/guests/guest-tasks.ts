import type { Task } from '@shared/contract/task'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { useTasks } from '@/stores/tasks'

/** The tasks that work on a guest. */
export const useGuestTasks = defineStore('guestTasks', () => {
  const tasks = useTasks()
  /** Guests by the id of a task whose subject is something else that is made of them. */
  const others = shallowReactive(new Map<string, string>())

  /** A task of this window works on a guest, whatever its subject. */
  const note = (task: Task, guest: string): void => void others.set(task.id, guest)
  const worksOn = ({ id, subject }: Task, guest: string): boolean => subject === guest || others.get(id) === guest
  /** Newest first. */
  const of = (guest: string): readonly Task[] => tasks.all.filter((task) => worksOn(task, guest))
  const runningOf = (guest: string): Task | undefined => tasks.running.find((task) => worksOn(task, guest))

  return { note, of, runningOf }
})
