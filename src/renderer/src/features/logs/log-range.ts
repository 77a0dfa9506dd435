import { localTime } from '@shared/text/time'

/** How far back a list of the log goes. */
export const logRanges = ['day', 'week', 'month', 'year', 'own'] as const
export type LogRange = (typeof logRanges)[number]

const DAYS: Readonly<Record<Exclude<LogRange, 'own'>, number>> = { day: 1, week: 7, month: 30, year: 365 }
const DAY_MS = 86_400_000

export interface LogTimes {
  readonly after?: string
  readonly before?: string
}

/** The times between which to look, as the API writes them; `own` are the first and the last moment a person chose. */
export function timesOf(range: LogRange, own: readonly [Date, Date] | null, now: Date): LogTimes {
  if (range !== 'own') return { after: localTime(new Date(now.getTime() - DAYS[range] * DAY_MS)) }
  return own ? { after: localTime(own[0]), before: localTime(own[1]) } : {}
}
