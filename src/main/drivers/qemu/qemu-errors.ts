import { ProcessError } from '@main/kernel/run-process'
import { DriverError } from '../driver'

/** Turns what went wrong with a file or a program into a `DriverError` that says what was being done. */
export function driverErrorOf(cause: unknown, doing: string): DriverError {
  if (cause instanceof DriverError) return cause
  const words = cause instanceof ProcessError ? cause.stderr.trim() || cause.message : String((cause as Error).message)
  const full = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/.test(words)
  return new DriverError(`${doing}: ${words}`, full ? 'disk_full' : 'failed', { cause })
}

/** The code of a failed system call, such as `ENOENT`. */
export const codeOf = (cause: unknown): string | undefined => (cause as NodeJS.ErrnoException).code

/** A text of one line that is not longer than a person reads. */
export const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 100 ? `${line.slice(0, 100)}…` : line
}
