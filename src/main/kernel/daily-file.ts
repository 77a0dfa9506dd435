import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Appends lines to one file per day, in order, without holding anybody up. */
export class DailyFile {
  readonly #directory: string
  readonly #prefix: string
  #pending: string[] = []
  #writing: Promise<void> | undefined

  constructor(directory: string, prefix: string) {
    this.#directory = directory
    this.#prefix = prefix
  }

  append(time: Date, line: string): void {
    const path = join(this.#directory, `${this.#prefix}-${time.toISOString().slice(0, 10)}.log`)
    this.#pending.push(`${path}\0${line}\n`)
    this.#writing ??= this.#drain()
  }

  /** Resolves when everything appended so far is in its file. */
  async flush(): Promise<void> {
    await this.#writing
  }

  async #drain(): Promise<void> {
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 })
      while (this.#pending.length > 0) {
        const byFile = Map.groupBy(this.#pending.splice(0), (entry) => entry.slice(0, entry.indexOf('\0')))
        for (const [path, entries] of byFile)
          await appendFile(path, entries.map((entry) => entry.slice(entry.indexOf('\0') + 1)).join(''), { mode: 0o600 })
      }
    } catch (error) {
      process.stderr.write(`Cannot write a log file: ${String(error)}\n`)
    } finally {
      this.#writing = undefined
    }
  }
}
