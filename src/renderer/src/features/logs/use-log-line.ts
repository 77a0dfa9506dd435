import type { ErrorCode } from '@shared/contract/errors'
import type { LogEntry } from '@shared/contract/log'
import { formatBytes } from '@shared/text/bytes'
import { useErrorText } from '@/composables/use-error-text'
import { useTexts } from '@/composables/use-texts'

/** Details that are bytes. */
const sizes: readonly string[] = ['memory', 'size']

/** Gives what an entry of the log says in the language of the window, without who it was: that stands beside it. */
export function useLogLine(): (entry: LogEntry) => string {
  const { t, find } = useTexts()
  const { whyNot } = useErrorText()

  const menusOf = (menus: string): string =>
    menus
      .split(', ')
      .map((menu) => find(`users.menus.${menu}`) ?? menu)
      .join(', ')

  const lineOf = ({ operation, details, objects, content }: LogEntry): string | undefined => {
    if (!details) return content.includes(`asked for ${operation}`) ? t('logLines.asked', { operation }) : undefined
    const worded = ([field, value]: [string, string | number | boolean]) => {
      const choice = find(`logLines.choices.${field}.${value}`) ?? (typeof value === 'boolean' ? '' : undefined)
      if (field === 'menu') return [field, menusOf(String(value))]
      const plain = field === 'port' ? String(value) : sizes.includes(field) ? formatBytes(Number(value)) : value
      return [field, choice ?? (objects.find(({ id }) => id === value)?.name || plain)]
    }
    return find(`logLines.operations.${operation}`, Object.fromEntries(Object.entries(details).map(worded)))
  }

  return (entry) => {
    const { operation, outcome, content, user, address, error_details } = entry
    if (operation === 'log.create' && outcome === 'ok') return content
    const line = lineOf(entry)
    // Of a version that kept no details, or one with operations that this does not know.
    if (line === undefined) return withoutWho(content, user, address)
    return error_details ? t('logLines.failed', { line, why: whyNot(outcome as ErrorCode, error_details) }) : line
  }
}

function withoutWho(content: string, user: string, address: string): string {
  const who = `${user === '' ? 'somebody' : user}${address === '' ? '' : `(${address})`} `
  return content.startsWith(who) ? content.slice(who.length) : content
}
