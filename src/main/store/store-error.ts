import { AppError } from '@shared/contract/errors'

/** No room on the disk, over the quota, over the largest file. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

export const isDiskFull = (cause: unknown): boolean => FULL.has((cause as NodeJS.ErrnoException).code ?? '')

export const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/** Why the folder at `path` could not be opened, as a refusal that a person can act on. */
export function openError(path: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  return isDiskFull(cause)
    ? new AppError('DISK_FULL', { path }, { cause })
    : new AppError('STORE_UNREADABLE', { path, reason: reasonOf(cause) }, { cause })
}
