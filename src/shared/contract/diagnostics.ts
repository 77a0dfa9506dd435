import { z } from 'zod'
import { LocalTime } from './common'
import { operation } from './define'
import { Ticket } from './image'

/**
 * How one call of a cell's driver has gone since the start: `under_way` now, how often in all, and how often it failed.
 * `median` and `p95` are milliseconds of the latest 256; `last_error` is '' where none has failed.
 */
export const CallTiming = z.object({
  cell: z.string(),
  call: z.string(),
  under_way: z.int(),
  count: z.int(),
  failed: z.int(),
  median: z.number(),
  p95: z.number(),
  last_error: z.string(),
  last_error_time: LocalTime
})
export type CallTiming = z.output<typeof CallTiming>

export const LogLevel = z.enum(['debug', 'info', 'warn', 'error'])
export type LogLevel = z.output<typeof LogLevel>

/** A line of the application's own log; `source` is the part of it that speaks. */
export const LogLine = z.object({ time: LocalTime, level: LogLevel, source: z.string(), message: z.string() })
export type LogLine = z.output<typeof LogLine>

export const diagnosticsOperations = {
  timings: operation({
    kind: 'query',
    route: 'GET /diagnostics/timings/',
    summary: 'Say how long the calls to each cell take, in milliseconds, and which failed last',
    input: z.object({}),
    output: z.array(CallTiming),
    permission: 'system:setup'
  }),

  log: operation({
    kind: 'query',
    route: 'GET /diagnostics/log/',
    summary: 'Read the latest lines of the application’s own log, from a level on, oldest first',
    input: z.object({ lines: z.int().min(1).max(2000).default(200), level: LogLevel.default('info') }),
    output: z.array(LogLine),
    permission: 'system:setup'
  }),

  bundle: operation({
    kind: 'query',
    route: 'GET /diagnostics/bundle/',
    summary: 'Fetch what somebody who helps has to know, as a .tar.gz without passwords, sign-ins and names',
    input: z.object({}),
    output: Ticket,
    permission: 'system:setup',
    stream: 'download'
  })
}
