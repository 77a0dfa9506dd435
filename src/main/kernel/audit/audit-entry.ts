import { localTime } from '@shared/text/time'

/** A thing that a call was about; `name` is '' where nobody knows it. */
export interface Named {
  readonly id: string
  readonly name: string
}

/** What a sentence is filled in with. */
export type Details = Readonly<Record<string, string | number | boolean>>

/** What is written down of one call. */
export interface AuditEntry {
  /** Empty for somebody who has not signed in. */
  readonly user: string
  readonly address: string
  readonly operation: string
  readonly objects: Named[]
  /** What was done, as a person would say it. */
  readonly text: string
  /** What `text` names, for a window that says it in its own language; absent where the input was not understood. */
  readonly details?: Details
  /** `accepted` for a task that goes on, `ok`, or the error code. */
  readonly outcome: string
  /** The details of the error that `outcome` is the code of. */
  readonly error_details?: Readonly<Record<string, unknown>>
}

/** An entry with its id: the digits of its local time, and three that count those of one second. */
export interface KeptEntry extends AuditEntry {
  readonly id: string
}

/** So much of what somebody sent is kept of a text, of an id, and of a list of things. */
const [LONGEST_TEXT, LONGEST_ID, MOST_OBJECTS, LONGEST_DETAILS] = [8_000, 64, 100, 2_000]

const ID = /^\d{17}$/
const texts = ['user', 'address', 'operation', 'text', 'outcome'] as const

/** The digits of a local time, `20260102030405`: the first 14 of an id. */
export const digitsOf = (time: string): string => time.replaceAll(/\D/g, '')
export const secondOf = (date: Date): string => digitsOf(localTime(date))

/** `2026-01-02 03:04:05`, when the entry with this id was written. */
export const timeOf = (id: string): string =>
  id.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d).*$/, '$1-$2-$3 $4:$5:$6')

/** `2026-01-02`, which names the file that an entry is in; '' for what is no id. */
export const dayOf = (id: string): string => (ID.test(id) ? timeOf(id).slice(0, 10) : '')

/** An entry without what is too long to be meant. */
export const clipped = ({ text, objects, details, error_details, ...entry }: AuditEntry): AuditEntry => ({
  ...entry,
  ...(isShort(details) && { details }),
  ...(isShort(error_details) && { error_details }),
  text: text.slice(0, LONGEST_TEXT),
  objects: objects.slice(0, MOST_OBJECTS).map(({ id, name }) => ({ id: id.slice(0, LONGEST_ID), name }))
})

const isShort = <T>(details: T | undefined): details is T =>
  details !== undefined && JSON.stringify(details).length <= LONGEST_DETAILS

/** An entry as one line; whatever is in its texts, JSON has no line end in it. */
export const lineOf = (entry: KeptEntry): string => `${JSON.stringify(entry)}\n`

/** The entry that a line is; undefined for one that was cut off or damaged. */
export function entryOf(line: string): KeptEntry | undefined {
  try {
    const entry = JSON.parse(line) as KeptEntry
    const isWhole = ID.test(entry.id) && texts.every((key) => typeof entry[key] === 'string')
    return isWhole && Array.isArray(entry.objects) ? entry : undefined
  } catch {
    return undefined
  }
}
