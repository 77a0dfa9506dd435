import { Database, type OpenOptions } from '@main/store/database'
import { sql } from '@main/store/sql'

/** A small schema: a change is one row in each of two tables, so that half a change can be told from a whole one. */
export const migrations: readonly string[] = [
  'CREATE TABLE mark (n INTEGER PRIMARY KEY) STRICT',
  'CREATE TABLE twin (n INTEGER PRIMARY KEY REFERENCES mark (n), text TEXT NOT NULL) STRICT'
]

export const openMarks = (folder: string | null, options: OpenOptions = {}): Promise<Database> =>
  Database.open(folder, { migrations, ...options })

export function mark(db: Database, n: number, text = ''): void {
  db.transaction(() => {
    db.run(sql`INSERT INTO mark VALUES (${n})`)
    db.run(sql`INSERT INTO twin VALUES (${n}, ${text})`)
  })
}

/** The changes that are there. Throws if one is there in half. */
export function marks(db: Database): number[] {
  const [there, twins] = [db.all(sql`SELECT n FROM mark ORDER BY n`), db.all(sql`SELECT n FROM twin ORDER BY n`)]
  if (JSON.stringify(there) !== JSON.stringify(twins)) throw new Error('A change is there in half')
  return there.map(({ n }) => Number(n))
}
