const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export type Unit = 'seconds' | 'minutes' | 'hours' | 'days'
export interface Part {
  readonly unit: Unit
  readonly n: number
}

/** The largest unit that fits so many seconds, and how many of them. */
export function largestPart(seconds: number): Part {
  if (seconds < MINUTE) return { unit: 'seconds', n: Math.floor(seconds) }
  if (seconds < HOUR) return { unit: 'minutes', n: Math.floor(seconds / MINUTE) }
  if (seconds < DAY) return { unit: 'hours', n: Math.floor(seconds / HOUR) }
  return { unit: 'days', n: Math.floor(seconds / DAY) }
}

/** At most two units, as in 15 days 4 hours; the smaller is left out when it is nothing. */
export function twoParts(seconds: number): readonly Part[] {
  const first = largestPart(seconds)
  const size = { seconds: 1, minutes: MINUTE, hours: HOUR, days: DAY }[first.unit]
  const second = largestPart(seconds % size)
  const isNext = { seconds: '', minutes: 'seconds', hours: 'minutes', days: 'hours' }[first.unit] === second.unit
  return isNext && second.n > 0 ? [first, second] : [first]
}

/** Milliseconds since 1970 of a local time as the API writes it; NaN for ''. */
export const millisecondsOf = (localTime: string): number => new Date(localTime.replace(' ', 'T')).getTime()
