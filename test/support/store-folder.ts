import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { Database, type OpenOptions } from '@main/store/database'
import { sql } from '@main/store/sql'
import { nodeIo, type StoreIo } from '@main/store/store-io'

/** A small schema: a change is one row in each of two tables, so that half a change can be told from a whole one. */
export const migrations: readonly string[] = [
  'CREATE TABLE mark (n INTEGER PRIMARY KEY) STRICT',
  'CREATE TABLE twin (n INTEGER PRIMARY KEY REFERENCES mark (n), text TEXT NOT NULL) STRICT'
]

/** The real disk without the waiting: for tests of what is in the files, not of when it is safe. */
export const hastyIo: StoreIo = {
  ...nodeIo,
  sync: () => undefined,
  syncData: () => undefined,
  syncInBackground: () => Promise.resolve()
}

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

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

/** Opens a folder, looks at its changes and what it says is wrong, and lets go without touching more. */
export async function look(folder: string, io: StoreIo = nodeIo): Promise<{ marks: number[]; problems: string[] }> {
  const db = await openMarks(folder, { io })
  const seen = { marks: marks(db), problems: db.problems.map(({ path }) => path.slice(folder.length + 1)) }
  await db.close()
  return seen
}

/** What is in a folder as a kill would leave it: taken while the store is open, without the lock. */
export function copyOf(folder: string): string {
  const copy = tempFolder()
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('/lock') })
  return copy
}

export const filesOf = (folder: string): string[] => readdirSync(folder).sort()

/** Every file of a folder with its bytes, to see whether anything was changed. */
export const contentOf = (folder: string): Record<string, string> =>
  Object.fromEntries(filesOf(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]))

/** Turns one bit of a file around; a negative place counts from the end. */
export function flipBit(path: string, place: number): void {
  const bytes = readFileSync(path)
  const index = place < 0 ? bytes.length + place : place
  bytes[index] = (bytes[index] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
