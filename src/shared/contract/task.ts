import { z } from 'zod'
import { Id, LocalTime, Nothing } from './common'
import { operation } from './define'

export const TaskState = z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted'])

/**
 * One long operation and its record. `progress` is 0 to 1, or null while the total is unknown;
 * `subject` is the id of what it works on, `title` its name; `interrupted` means the application ended in between.
 * For windows with words of their own: a title that is no name has a key and values, a refusal its code and details.
 */
export const Task = z.object({
  id: Id,
  operation: z.string(),
  subject: z.string(),
  title: z.string(),
  title_key: z.enum(['guests', 'guestsNamed']).optional(),
  title_values: z.object({ n: z.int(), prefix: z.string().optional() }).optional(),
  user: z.string(),
  state: TaskState,
  progress: z.number().min(0).max(1).nullable(),
  message: z.string(),
  error: z.string(),
  error_code: z.string().optional(),
  error_details: z.record(z.string(), z.unknown()).optional(),
  start_time: LocalTime,
  end_time: LocalTime,
  revision: z.int()
})
export type Task = z.output<typeof Task>

export const taskOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /tasks/',
    summary: 'List the tasks, newest first',
    input: z.object({ limit: z.int().min(1).max(500).default(100) }),
    output: z.array(Task),
    permission: 'task:read'
  }),

  get: operation({
    kind: 'query',
    route: 'GET /tasks/:id',
    summary: 'Look at one task; 201 while it runs',
    input: z.object({ id: Id }),
    output: Task,
    permission: 'task:read',
    status: ({ state }) => (state === 'running' ? 201 : 200)
  }),

  cancel: operation({
    kind: 'command',
    route: 'DELETE /tasks/:id',
    summary: 'Cancel a running task; what it made so far is undone',
    input: z.object({ id: Id }),
    output: Nothing,
    permission: 'task:cancel',
    audit: ({ id }) => `cancelled task ${id}`
  })
}
