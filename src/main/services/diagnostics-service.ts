import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { Readable } from 'node:stream'
import type { Handlers } from '@shared/contract'
import type { HostCheck, SystemDetails } from '@shared/contract/system'
import { localTime } from '@shared/text/time'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'
import type { TaskRunner } from '@main/kernel/task-runner'
import type { Tickets } from '@main/kernel/tickets'
import type { Database } from '@main/store/database'
import type { DiagnosticsRepository } from '@main/store/repositories/diagnostics-repository'
import type { PoolRepository } from '@main/store/repositories/pool-repository'
import type { AppLog } from './app-log'
import type { CallTimings } from './call-timings'
import type { Hypervisors } from './hypervisors'
import { redactor } from './redact'
import { tarGz } from './tar-gz'
import { toCell } from './to-cell'

interface Deps {
  readonly db: Database
  readonly known: DiagnosticsRepository
  readonly pools: PoolRepository
  readonly hypervisors: Hypervisors
  readonly tasks: TaskRunner
  readonly tickets: Tickets
  readonly timings: CallTimings
  readonly appLog: AppLog
  readonly clock: Clock
  readonly version: string
  readonly details: () => SystemDetails
  readonly checkHost: (options: { readonly again: boolean }) => Promise<HostCheck[]>
}

/** So much of the log, and so many failures of tasks, are worth telling. */
const LINES = 2000
const TASKS = 500

export function diagnosticsService(deps: Deps): Handlers<'diagnostics', Call, TaskCall> {
  const { db, known, pools, hypervisors, tasks, tickets, timings, appLog, clock, version, details, checkHost } = deps
  const allTimings = () => timings.list(hypervisors.names())

  /** Everything a person who helps asks for first. */
  const report = async (now: Date): Promise<object> => ({
    made: localTime(now),
    version,
    ...details(),
    checks: await checkHost({ again: false }),
    notices: db.problems.map(({ message, path }) => ({ message, path })),
    counts: known.counts(),
    cells: pools.listCells().map((cell) => toCell(cell, hypervisors.stateOf(cell.name), 0)),
    timings: allTimings(),
    failures: tasks
      .list(TASKS)
      .filter(({ state }) => state === 'failed' || state === 'interrupted')
      .map(({ operation, state, error, start_time, end_time }) => ({ operation, state, error, start_time, end_time }))
  })

  return {
    timings: async () => allTimings(),
    log: (wanted) => appLog.latest(wanted),

    async bundle() {
      const now = clock.now()
      const redacted = redactor({ hidden: known.hidden(), home: homedir() })
      const lines = await appLog.latest({ lines: LINES, level: 'debug' })
      const log = lines.map(({ time, level, source, message }) => `${time} ${level} ${source}: ${redacted(message)}\n`)
      const facts = JSON.stringify(
        await report(now),
        (_key, value: unknown) => (typeof value === 'string' ? redacted(value) : value),
        2
      )
      const files = [
        { name: 'report.json', text: `${facts}\n` },
        { name: 'app.log', text: log.join('') }
      ]
      const bytes = await tarGz(files, now)
      const checksum = createHash('sha256').update(bytes).digest('hex')
      const name = `nano-support-${localTime(now).replaceAll(/\D/g, '')}.tar.gz`
      return {
        ticket: tickets.issue({
          ...{ kind: 'download', name, size: bytes.length, version: checksum, checksum },
          open: async ({ start, end } = { start: 0, end: bytes.length - 1 }) =>
            Readable.from([bytes.subarray(start, end + 1)])
        })
      }
    }
  }
}
