import type { LogEntry } from '@shared/contract/log'

/** What an entry says, without who it was: that stands beside it. */
export function contentOf({ content, user, address }: LogEntry): string {
  const who = `${user === '' ? 'somebody' : user}${address === '' ? '' : `(${address})`} `
  return content.startsWith(who) ? content.slice(who.length) : content
}
