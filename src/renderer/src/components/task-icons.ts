import type { Task } from '@shared/contract/task'
import type { IconName } from './icons'

/** The sign of each end that a task can come to; the colours are the classes `task-<state>`. */
export const taskIcons: Readonly<Record<Task['state'], IconName>> = {
  running: 'reboot',
  done: 'check',
  failed: 'warn',
  cancelled: 'stop',
  interrupted: 'warn'
}
