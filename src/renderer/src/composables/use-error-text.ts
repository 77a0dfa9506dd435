import { AppError, type ErrorCode } from '@shared/contract/errors'
import type { InputIssue } from '@shared/contract/input-issue'
import { formatBytes } from '@shared/text/bytes'
import { usePermissionText } from './use-permission-text'
import { useSaid } from './use-said'
import { useTexts } from './use-texts'

type Details = Readonly<Record<string, unknown>>

export interface ErrorText {
  /** What to tell about something thrown; a bug gives the words for `UNEXPECTED`. */
  textOf(error: unknown): string
  /** What to tell about a refusal that has not happened yet, as a button's "why not". */
  whyNot(code: ErrorCode, details: Details): string
}

/** Details that are sizes; people read them as GiB. */
const sizes: Partial<Record<ErrorCode, readonly string[]>> = {
  DISK_TOO_SMALL: ['needed', 'given'],
  DISK_NOT_LARGER: ['size']
}

/** Details that are no names. */
const inWordsOfTheCore: readonly string[] = ['reason', 'what', 'task']

type Issue = Exclude<InputIssue, string>
const isIssue = (item: unknown): item is Issue => typeof item === 'object' && item !== null && 'problem' in item

/** Turns errors into words in the user's language, by code, with the details filled in: the only place that does. */
export function useErrorText(): ErrorText {
  const { t, find } = useTexts()
  const permissionText = usePermissionText()
  const said = useSaid()

  const inWords = (item: unknown): string => {
    if (!isIssue(item)) return String(item)
    const { field, problem, values } = item
    return find(`issues.${problem}`, { field: field || t('issues.input'), ...values }) ?? problem
  }

  const whyNot = (code: ErrorCode, details: Details): string => {
    const worded = (name: string, value: unknown): unknown => {
      if (sizes[code]?.includes(name)) return formatBytes(Number(value))
      // A port is a number that nobody groups.
      if (name === 'port') return String(value)
      if (name === 'permission') return permissionText(String(value))
      if (typeof value === 'string' && inWordsOfTheCore.includes(name)) return said(value)
      return Array.isArray(value) ? value.map(inWords).join(', ') : value
    }
    const words = Object.entries(details).map(([name, value]) => [name, worded(name, value)])
    // What is counted chooses between one and many.
    const [n] = Object.values(details)
      .map((value) => (Array.isArray(value) ? value.length : value))
      .filter((value) => typeof value === 'number')
    return find(`errors.${code}`, { ...Object.fromEntries(words), n }) ?? code
  }
  const textOf = (error: unknown): string =>
    error instanceof AppError
      ? whyNot(error.code, error.details as Details)
      : t('errors.UNEXPECTED', { incident: String(error) })

  return { textOf, whyNot }
}
