import { z } from 'zod'
import { LocalTime, Nothing } from './common'
import { operation } from './define'

/**
 * One line of the audit log. `content` is what a person reads; the other fields are what it was made from. `user` is
 * empty for somebody who has not signed in; `outcome` is `ok`, the error's code, or `accepted` for a task or an
 * upload that went on and has a second line for its end. `details` are the input's fields that `content` is made of, a
 * list's number as `n`; `error_details` are those of the error in `outcome`. Both are absent where nothing is known.
 */
export const LogEntry = z.object({
  id: z.string(),
  time: LocalTime,
  content: z.string(),
  user: z.string(),
  address: z.string(),
  operation: z.string(),
  /** What it was about; `name` is empty where it was not known. */
  objects: z.array(z.object({ id: z.string(), name: z.string() })),
  outcome: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  error_details: z.record(z.string(), z.unknown()).optional()
})
export type LogEntry = z.output<typeof LogEntry>

const isTime = (text: string): boolean =>
  !Number.isNaN(Date.parse(`${text}Z`)) && new Date(`${text}Z`).toISOString().startsWith(text.replace(' ', 'T'))
const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'Write a time as YYYY-MM-DD HH:MM:SS')
  .refine(isTime, 'There is no such time')

export const logOperations = {
  list: operation({
    kind: 'query',
    route: 'GET /logs/',
    summary: 'List the audit log, newest first; without times, the last 24 hours',
    input: z.object({
      /** More than 100 gives 20, as in the original (api/semantics 2.17). */
      limit: z
        .int()
        .min(1)
        .default(20)
        .transform((limit) => (limit > 100 ? 20 : limit)),
      start: z.int().min(0).default(0),
      /** Both times are local, and included. */
      after: time.optional(),
      before: time.optional(),
      /** Only what this user did; '' gives what somebody did who had not signed in. */
      user: z.string().max(64).optional(),
      /** Only entries of this operation, such as `guest.create`. */
      operation: z.string().max(64).optional(),
      /** Only entries in which every word occurs, whatever its case. */
      text: z.string().max(200).optional(),
      /** `array` gives the list alone, as the blueprint draws it. */
      format: z.enum(['page', 'array']).default('page')
    }),
    output: z.union([z.object({ logs: z.array(LogEntry), total: z.int() }), z.array(LogEntry)]),
    permission: 'log:read'
  }),

  create: operation({
    kind: 'command',
    route: 'POST /logs/',
    summary: 'Add a note of one’s own to the log',
    input: z.object({ format: z.string().max(64).default(''), content: z.string().min(1).max(1000) }),
    output: Nothing,
    permission: 'session:own',
    audit: ({ content }) => content
  }),

  remove: operation({
    kind: 'command',
    route: 'DELETE /logs/',
    summary: 'Delete entries of the log; that is itself logged',
    input: z.object({ entries: z.array(z.string().max(40)).min(1).max(1000) }),
    output: Nothing,
    permission: 'log:write',
    audit: ({ entries }) => `deleted ${entries.length} log entries`
  })
}
