import { ProcessError } from '@main/kernel/run-process'
import { DriverError } from '../driver'

/** Turns what a system call or a program said into a `DriverError` that says what was being done; a bug stays what it is. */
export function driverErrorOf(cause: unknown, doing: string): unknown {
  const isWord = cause instanceof ProcessError || typeof (cause as NodeJS.ErrnoException).code === 'string'
  if (cause instanceof DriverError || !isWord) return cause
  const words = cause instanceof ProcessError ? cause.stderr.trim() || cause.message : (cause as Error).message
  const full = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/.test(words)
  return new DriverError(`${doing}: ${words}`, full ? 'disk_full' : 'failed', { cause })
}

/** Does `work`; what goes wrong is a `DriverError` that says so. */
export async function doing<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw driverErrorOf(cause, what)
  }
}

/** A text of one line that is not longer than a person reads. */
export const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 100 ? `${line.slice(0, 100)}…` : line
}
