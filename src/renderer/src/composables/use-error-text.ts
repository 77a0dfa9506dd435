import { AppError, type ErrorCode } from '@shared/contract/errors'
import { formatBytes } from '@shared/text/bytes'
import { useTexts } from './use-texts'

type Details = Readonly<Record<string, unknown>>

export interface ErrorText {
  /** What to tell about something thrown; a bug gives the words for `UNEXPECTED`. */
  textOf(error: unknown): string
  /** What to tell about a refusal that has not happened yet, as a button's "why not". */
  whyNot(code: ErrorCode, details: Details): string
}

/** Details that are sizes; people read them as GiB. */
const sizes: Partial<Record<ErrorCode, readonly string[]>> = { DISK_TOO_SMALL: ['needed', 'given'] }

/** Turns errors into words in the user's language, by code, with the details filled in: the only place that does. */
export function useErrorText(): ErrorText {
  const { t, find } = useTexts()

  const whyNot = (code: ErrorCode, details: Details): string => {
    const words = Object.entries(details).map(([name, value]) => [
      name,
      sizes[code]?.includes(name) ? formatBytes(Number(value)) : Array.isArray(value) ? value.join(', ') : value
    ])
    return find(`errors.${code}`, Object.fromEntries(words)) ?? code
  }
  const textOf = (error: unknown): string =>
    error instanceof AppError
      ? whyNot(error.code, error.details as Details)
      : t('errors.UNEXPECTED', { incident: String(error) })

  return { textOf, whyNot }
}
