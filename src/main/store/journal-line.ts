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
  /** How many bytes the entries take. Without damage, what follows is zeros or a torn line that was never acknowledged. */
  readonly length: number
  /** The line, counted from 1, that was whole once and is not any more, or that is out of order. */
  readonly damagedLine: number | undefined
}

const NEWLINE = 10
const CHECKSUM = 16
const SECTOR = 512
const checksum = (body: string | Uint8Array): string =>
  createHash('sha256').update(body).digest('hex').slice(0, CHECKSUM)

/** A journal line: 16 digits of SHA-256, a blank, the entry as JSON, a line feed. */
export function encodeLine(entry: JournalEntry): Buffer {
  const body = JSON.stringify(entry)
  return Buffer.from(`${checksum(body)} ${body}\n`)
}

/** Reads the lines that follow transaction `after`. */
export function readJournal(file: Buffer, after: number): JournalReading {
  const bytes = withoutRoom(file)
  const entries: JournalEntry[] = []
  let length = 0
  while (length < bytes.length) {
    const end = bytes.indexOf(NEWLINE, length)
    const entry = end === -1 ? undefined : decodeLine(bytes.subarray(length, end))
    if (entry?.seq !== after + entries.length + 1)
      return { entries, length, damagedLine: isTorn(bytes, length) ? undefined : entries.length + 1 }
    entries.push(entry)
    length = end + 1
  }
  return { entries, length, damagedLine: undefined }
}

/** A journal ends in zeros, which are no part of any line. */
function withoutRoom(file: Buffer): Buffer {
  let end = file.length
  while (end > 0 && file[end - 1] === 0) end--
  return file.subarray(0, end)
}

/** Whether what begins at `start` is a last line that a crash kept from being written whole. */
function isTorn(bytes: Buffer, start: number): boolean {
  const end = bytes.indexOf(NEWLINE, start)
  // A whole line and one byte more means that the line feed was overwritten.
  if (end === -1) return decodeLine(bytes.subarray(start, -1)) === undefined
  return end === bytes.length - 1 && lacksSector(bytes, start)
}

/** A disk writes whole sectors, in any order; one that it did not come to has the zeros of before. */
function lacksSector(bytes: Buffer, start: number): boolean {
  for (let sector = start; sector < bytes.length; sector += SECTOR - (sector % SECTOR)) {
    const end = sector + SECTOR - (sector % SECTOR)
    if (bytes.subarray(sector, end).every((byte) => byte === 0)) return true
  }
  return false
}

function decodeLine(line: Buffer): JournalEntry | undefined {
  const body = line.subarray(CHECKSUM + 1)
  if (line.toString('latin1', 0, CHECKSUM + 1) !== `${checksum(body)} `) return undefined
  return JSON.parse(body.toString()) as JournalEntry
}
