import { createHash } from 'node:crypto'
import type { Statement } from './sql'

/** One committed transaction. `seq` counts them from 1, without a gap, over all journals. */
export interface JournalEntry {
  readonly seq: number
  readonly statements: readonly Statement[]
}

/** What a journal says, up to the first byte that cannot be trusted. */
export interface JournalReading {
  readonly entries: readonly JournalEntry[]
  /** How many bytes the entries take. Without damage, what follows is a torn line that was never acknowledged. */
  readonly length: number
  /** The line, counted from 1, that was whole once and is not any more, or that is out of order. */
  readonly damagedLine: number | undefined
}

const NEWLINE = 10
const CHECKSUM = 16
const checksum = (body: string | Uint8Array): string =>
  createHash('sha256').update(body).digest('hex').slice(0, CHECKSUM)

/** A journal line: 16 digits of SHA-256, a blank, the entry as JSON, a line feed. */
export function encodeLine(entry: JournalEntry): Buffer {
  const body = JSON.stringify(entry)
  return Buffer.from(`${checksum(body)} ${body}\n`)
}

/** Reads the lines that follow transaction `after`. */
export function readJournal(bytes: Buffer, after: number): JournalReading {
  const entries: JournalEntry[] = []
  let length = 0
  while (length < bytes.length) {
    const end = bytes.indexOf(NEWLINE, length)
    const entry = end === -1 ? undefined : decodeLine(bytes.subarray(length, end))
    if (entry?.seq !== after + entries.length + 1) {
      const torn = end === -1 && !lacksItsLineFeed(bytes.subarray(length))
      return { entries, length, damagedLine: torn ? undefined : entries.length + 1 }
    }
    entries.push(entry)
    length = end + 1
  }
  return { entries, length, damagedLine: undefined }
}

/** A crash leaves a part of a line; a whole line and one byte more means that the line feed was overwritten. */
const lacksItsLineFeed = (tail: Buffer): boolean => decodeLine(tail.subarray(0, -1)) !== undefined

function decodeLine(line: Buffer): JournalEntry | undefined {
  const body = line.subarray(CHECKSUM + 1)
  if (line.toString('latin1', 0, CHECKSUM + 1) !== `${checksum(body)} `) return undefined
  return JSON.parse(body.toString()) as JournalEntry
}
