import type { z } from 'zod'
import type { TextKey } from '@/i18n'
import { useTexts } from './use-texts'

type Issue = z.core.$ZodIssue

/** The patterns of the contract's schemas, each with its words. */
const patterns: Readonly<Record<string, TextKey & `checks.${string}`>> = {
  '/^[\\w-]+$/': 'checks.name',
  '/^[\\w.-]+$/': 'checks.dottedName',
  '/^(?!\\.+$)[\\w.-]+$/': 'checks.dottedName',
  '/^[^\\s,]+$/': 'checks.tag',
  '/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/': 'checks.ethernetAddress',
  '/^([a-z_][a-z0-9_-]*)?$/i': 'checks.account',
  '/^\\/[^\\s:"\']*$/': 'checks.absolutePath',
  '/[a-z]/': 'checks.lowerCase',
  '/[A-Z]/': 'checks.upperCase',
  '/\\d/': 'checks.digit'
}

/** Checks what is typed with the contract's own schemas. Gives the first thing wrong in the user's language, or ''. */
export function useCheck(): (schema: z.ZodType, value: unknown) => string {
  const { find } = useTexts()
  return (schema, value) => {
    const issue = schema.safeParse(value).error?.issues[0]
    return issue ? (find(keyOf(issue), { ...issue }) ?? issue.message) : ''
  }
}

function keyOf(issue: Issue): string {
  if (issue.code === 'invalid_type') return 'checks.needed'
  if (issue.code === 'too_small')
    return issue.origin !== 'string' ? 'checks.tooSmall' : issue.minimum === 1 ? 'checks.needed' : 'checks.tooShort'
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'checks.tooLong' : 'checks.tooLarge'
  if (issue.code === 'invalid_format') return patterns[String(issue['pattern'])] ?? ''
  return ''
}
