import type { SqlValue, Statement } from './sql'

/** What a change may not say, because replaying it from the journal could give another result. */
const FORBIDDEN: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/\b(CURRENT_(?:TIME|DATE|TIMESTAMP))\b/i, 'it reads the clock; bind the time as a value'],
  [
    /\b(date|time|datetime|julianday|unixepoch|strftime|timediff)\s*\(/i,
    'it may read the clock; bind the time as a value'
  ],
  [/\b(random|randomblob)\s*\(/i, 'it gives another value each time; bind the value'],
  [/\b(last_insert_rowid|changes|total_changes)\s*\(/i, 'it depends on what ran before; bind the value'],
  [/\b(DEFERRABLE|DEFERRED)\b/i, 'it puts a refusal off until after the change is in the journal'],
  [/\b(ROLLBACK)\b/i, 'only transaction() ends a transaction'],
  [/(?:^|;)\s*(BEGIN|COMMIT|SAVEPOINT|RELEASE|ATTACH|DETACH|PRAGMA|VACUUM)\b/i, 'it is not a change of rows or tables']
]

/** Quoted text, names and comments, none of which can call anything. */
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g

/** Refuses changes that would not give the same rows when the journal replays them. */
export class ReplayableCheck {
  readonly #sound = new Set<string>()

  /** Throws a plain error, a mistake of the programmer, that names the word and the way out. */
  check({ text, values }: Statement): void {
    for (const value of values) checkValue(value, text)
    const key = values.length === 0 ? text : `${text}?`
    if (this.#sound.has(key)) return
    const bare = text.replace(QUOTED, ' ')
    for (const [pattern, why] of FORBIDDEN) {
      const word = pattern.exec(bare)?.[1]
      if (word !== undefined) throw new Error(`A change may not use ${word}: ${why} (${text.trim()})`)
    }
    if (values.length > 0 && /;\s*\S/.test(bare))
      throw new Error(`SQLite runs only the first of several statements when values are bound (${text.trim()})`)
    this.#sound.add(key)
  }
}

/** JSON has no NaN and no infinity, so they would come back from the journal as NULL. */
function checkValue(value: SqlValue, text: string): void {
  if (value === null || typeof value === 'string' || Number.isFinite(value)) return
  throw new Error(`${String(value)} cannot be kept in a column (${text.trim()})`)
}
