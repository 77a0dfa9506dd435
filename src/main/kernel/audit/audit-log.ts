import { fail } from '@shared/contract/errors'
import type { Clock } from '../clock'
import { clipped, dayOf, digitsOf, entryOf, type AuditEntry, type KeptEntry } from './audit-entry'
import { AuditFiles } from './audit-files'
import { AuditWriter } from './audit-writer'
import { linesBackwards, type Line } from './lines-backwards'
import { Turns } from './turns'

/** A part of the log: `limit` entries after the first `start`, of those between two local times, these included. */
export interface Wanted {
  readonly limit: number
  readonly start: number
  readonly after?: string | undefined
  readonly before?: string | undefined
  /** Which entries; without it, all. */
  readonly matches?: ((entry: KeptEntry) => boolean) | undefined
}

export interface AuditPage {
  readonly entries: readonly KeptEntry[]
  /** How many there are in all. */
  readonly total: number
}

interface Counted {
  readonly size: number
  readonly count: number
}

/** Who did what: append-only, one JSON line per entry, one file per local day. */
export class AuditLog {
  readonly #files: AuditFiles
  readonly #writer: AuditWriter
  /** Files are replaced while nobody reads and nobody writes; reading and writing go on beside each other. */
  readonly #reading = new Turns()
  readonly #replacing: Turns
  /** Of days that were read whole. */
  readonly #counts = new Map<string, Counted>()

  private constructor(files: AuditFiles, writer: AuditWriter, replacing: Turns) {
    this.#files = files
    this.#writer = writer
    this.#replacing = replacing
  }

  /** `failed` is told when entries cannot be written. */
  static async open(folder: string, clock: Clock, failed: (cause: unknown) => void): Promise<AuditLog> {
    const [files, turns] = [await AuditFiles.open(folder), new Turns()]
    return new AuditLog(files, new AuditWriter({ files, clock, turns, failed }), turns)
  }

  record(entry: AuditEntry): void {
    this.#writer.append(clipped(entry))
  }

  /** Resolves when everything recorded so far is durable. */
  close(): Promise<void> {
    return this.#writer.close()
  }

  /** Newest first. Everything recorded so far is in it. */
  async page({ limit, start, after = '', before = '9', matches }: Wanted): Promise<AuditPage> {
    await this.#writer.flush()
    const [first, last] = [digitsOf(after), `${digitsOf(before)}999`]
    return this.#reading.next(async () => {
      const entries: KeptEntry[] = []
      let total = 0
      for (const day of await this.#files.days()) {
        if (day < after.slice(0, 10) || day > before.slice(0, 10)) continue
        const isPart = matches !== undefined || day === after.slice(0, 10) || day === before.slice(0, 10)
        const skip = (count: number): boolean => entries.length === limit || total + count <= start
        total += await this.#countOf(day, { isPart, skip }, (entry, earlier) => {
          if (entry.id < first || entry.id > last || matches?.(entry) === false) return false
          if (total + earlier >= start && entries.length < limit) entries.push(entry)
          return true
        })
      }
      return { entries, total }
    })
  }

  /**
   * How many entries of a day `take` takes, which is told how many it has taken. A day that is wanted whole is not read
   * again to be counted.
   */
  async #countOf(
    day: string,
    { isPart, skip }: { readonly isPart: boolean; readonly skip: (count: number) => boolean },
    take: (entry: KeptEntry, earlier: number) => boolean
  ): Promise<number> {
    const count = await this.#files.read(day, async (file, size) => {
      const known = this.#counts.get(day)
      if (!isPart && known?.size === size && skip(known.count)) return known.count
      let taken = 0
      for await (const { text } of linesBackwards(file, size)) {
        const entry = entryOf(text)
        if (entry && take(entry, taken)) taken += 1
      }
      if (!isPart) this.#counts.set(day, { size, count: taken })
      return taken
    })
    return count ?? 0
  }

  /** Removes all of these entries, durably; refuses with LOG_NOT_FOUND, and removes none, if one is not there. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.#writer.flush()
    await this.#reading.next(() =>
      this.#replacing.next(async () => {
        const [wanted, found] = [new Set(ids), new Set<string>()]
        const pieces = new Map<string, Line[]>()
        for (const day of new Set(ids.map(dayOf))) {
          const lines: Line[] = []
          await this.#files.eachLine(day, (line) => {
            const { id } = entryOf(line.text) ?? { id: '' }
            if (!wanted.has(id)) return
            found.add(id)
            lines.push(line)
          })
          if (lines.length > 0) pieces.set(day, lines)
        }
        const id = ids.find((wantedId) => !found.has(wantedId))
        if (id !== undefined) fail('LOG_NOT_FOUND', { id })
        await this.#files.cut(pieces).catch(explainFull)
        this.#counts.clear()
      })
    )
  }
}

function explainFull(cause: NodeJS.ErrnoException): never {
  if (cause.code === 'ENOSPC') fail('DISK_FULL', { path: cause.path ?? 'the log' }, { cause })
  throw cause
}
