import { createHash } from 'node:crypto'
import { closeSync, existsSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Statement } from './sql'

export interface JournalEntry {
  readonly seq: number
  readonly statements: readonly Statement[]
}

const NEWLINE = 10
const checksum = (body: string): string => createHash('sha256').update(body).digest('hex').slice(0, 16)

/** An append-only list of committed transactions. An entry counts only if its whole line and checksum survived. */
export class Journal {
  readonly #fd: number
  #length: number
  private constructor(fd: number, length: number) {
    this.#fd = fd
    this.#length = length
  }

  static open(path: string): { journal: Journal; entries: JournalEntry[] } {
    const { entries, length } = existsSync(path) ? readWhole(readFileSync(path)) : { entries: [], length: 0 }
    const fd = openSync(path, existsSync(path) ? 'r+' : 'w+', 0o600)
    ftruncateSync(fd, length)
    return { journal: new Journal(fd, length), entries }
  }

  append(entry: JournalEntry): void {
    const body = JSON.stringify(entry)
    const line = Buffer.from(`${checksum(body)} ${body}\n`)
    try {
      for (let done = 0; done < line.length;)
        done += writeSync(this.#fd, line, done, line.length - done, this.#length + done)
      fdatasyncSync(this.#fd)
    } catch (error) {
      ftruncateSync(this.#fd, this.#length)
      throw error
    }
    this.#length += line.length
  }

  close(): void {
    closeSync(this.#fd)
  }
}

function readWhole(bytes: Buffer): { entries: JournalEntry[]; length: number } {
  const entries: JournalEntry[] = []
  let start = 0
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    const [sum, body] = [bytes.toString('utf8', start, start + 16), bytes.toString('utf8', start + 17, end)]
    if (sum !== checksum(body)) break
    entries.push(JSON.parse(body) as JournalEntry)
    start = end + 1
  }
  return { entries, length: start }
}
