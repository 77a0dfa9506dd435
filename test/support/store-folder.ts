import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { nodeIo, type StoreIo } from '@main/store/store-io'
import { marks, openMarks } from './marks'

export { mark, marks, migrations, openMarks } from './marks'

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

/** How much of a journal is lines; zeros follow. */
export const linesIn = (journal: Buffer): number => journal.lastIndexOf('\n') + 1

/** Turns one bit of a file around; a negative place counts from the end, of a journal from that of its last line. */
export function flipBit(path: string, place: number): void {
  const bytes = readFileSync(path)
  const end = path.endsWith('.log') ? linesIn(bytes) : bytes.length
  const index = place < 0 ? end + place : place
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index)
  writeFileSync(path, bytes)
}

/** Takes so many bytes from the last line of a journal, and what follows it. */
export function tear(path: string, count: number): void {
  truncateSync(path, linesIn(readFileSync(path)) - count)
}
