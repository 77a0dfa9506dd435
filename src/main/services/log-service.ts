import type { Handlers } from '@shared/contract'
import type { LogEntry } from '@shared/contract/log'
import { localTime } from '@shared/text/time'
import { timeOf, type AuditEntry, type KeptEntry } from '@main/kernel/audit/audit-entry'
import type { AuditLog } from '@main/kernel/audit/audit-log'
import type { Call, TaskCall } from '@main/kernel/call'
import type { Clock } from '@main/kernel/clock'

interface Deps {
  readonly audit: AuditLog
  readonly clock: Clock
}

const DAY_MS = 86_400_000

export function logService({ audit, clock }: Deps): Handlers<'log', Call, TaskCall> {
  const dayAgo = (): string => localTime(new Date(clock.now().getTime() - DAY_MS))

  return {
    async list({ format, after, before, limit, start, ...sought }) {
      const since = after ?? (before === undefined ? dayAgo() : undefined)
      const { entries, total } = await audit.page({ limit, start, after: since, before, matches: matching(sought) })
      const logs = entries.map(shown)
      return format === 'array' ? logs : { logs, total }
    },

    /** The dispatcher writes it down, as it does every call. */
    create: async () => ({}),

    async remove({ entries }) {
      await audit.remove(entries)
      return {}
    }
  }
}

interface Sought {
  readonly user?: string | undefined
  readonly operation?: string | undefined
  readonly text?: string | undefined
}

/** Whether an entry is of a user and an operation, and has every word of a text; undefined where all do. */
function matching({ user, operation, text = '' }: Sought): ((entry: KeptEntry) => boolean) | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (user === undefined && operation === undefined && words.length === 0) return undefined
  return (entry) => {
    if (user !== undefined && entry.user !== user) return false
    if (operation !== undefined && entry.operation !== operation) return false
    const said = `${contentOf(entry)}\n${entry.operation}\n${entry.outcome}`.toLowerCase()
    return words.every((word) => said.includes(word))
  }
}

const shown = ({ text, ...entry }: KeptEntry): LogEntry => ({
  ...entry,
  time: timeOf(entry.id),
  content: contentOf({ ...entry, text })
})

/** In one sentence who did what, and what came of it. A note is read as it was written: who wrote it stands beside it. */
function contentOf({ user, address, operation, objects, text, outcome }: AuditEntry): string {
  if (operation === 'log.create' && outcome === 'ok') return text
  const who = `${user === '' ? 'somebody' : user}${address && `(${address})`}`
  const what = objects.reduce(
    (told, { id, name }) => (name === '' ? told : told.replaceAll(id, () => `"${name}"`)),
    text
  )
  if (outcome === 'ok') return `${who} ${what}`
  return `${who} ${what}: ${outcome === 'accepted' ? 'begun' : `failed with ${outcome}`}`
}
