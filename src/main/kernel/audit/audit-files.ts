import { mkdir, open, readdir, rename, rm, truncate, writeFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { linesBackwards, type Line } from './lines-backwards'

const PREFIX = 'audit-'
const NAME = /^audit-(\d{4}-\d\d-\d\d)\.log$/
const NEW = '.new'
/** While this is there, every file with a new version is to be replaced by it. */
const REPLACING = 'replacing'
const PIECE = 1 << 16

/** The files of the log, one per local day, in a folder that only this user reads. */
export class AuditFiles {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Makes the folder if need be, and ends or undoes a removal that was cut off. */
  static async open(folder: string): Promise<AuditFiles> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const names = await readdir(folder)
    const files = new AuditFiles(folder)
    const unfinished = names.filter((name) => name.endsWith(NEW)).map((name) => join(folder, name))
    if (names.includes(REPLACING)) await files.#replace(unfinished)
    else await Promise.all(unfinished.map((path) => rm(path)))
    return files
  }

  /** The days that have a file, newest first. */
  async days(): Promise<string[]> {
    const names = await readdir(this.#folder)
    return names
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .toSorted()
      .toReversed()
  }

  /** Gives a day's file to `read`, with its size; what it gives if there is none is undefined. */
  async read<T>(day: string, read: (file: FileHandle, size: number) => Promise<T>): Promise<T | undefined> {
    const file = await open(this.#pathOf(day), 'r').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause
    })
    if (!file) return undefined
    try {
      return await read(file, (await file.stat()).size)
    } finally {
      await file.close()
    }
  }

  /** Calls `look` with each line of a day, newest first. */
  async eachLine(day: string, look: (line: Line) => void): Promise<void> {
    await this.read(day, async (file, size) => {
      for await (const line of linesBackwards(file, size)) look(line)
    })
  }

  /** Appends lines, all or none of them. What a crash has left half-written stays a line of its own. */
  async append(day: string, lines: string): Promise<void> {
    const path = this.#pathOf(day)
    const file = await open(path, 'a+', 0o600)
    try {
      const { size } = await file.stat()
      const last = size > 0 && (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer
      const start = last && last.toString() !== '\n' ? '\n' : ''
      await file.appendFile(start + lines).catch(async (cause: unknown) => {
        await truncate(path, size)
        throw cause
      })
    } finally {
      await file.close()
    }
  }

  /** Makes what was appended to a day survive a power cut. */
  async sync(day: string): Promise<void> {
    await withFile(this.#pathOf(day), 'r+', (file) => file.datasync())
    await this.#syncFolder()
  }

  /** Cuts pieces out of several days' files: all, or none, also if it is cut off itself. */
  async cut(pieces: ReadonlyMap<string, readonly Pick<Line, 'start' | 'end'>[]>): Promise<void> {
    const unfinished = [...pieces.keys()].map((day) => this.#pathOf(day) + NEW)
    try {
      for (const [day, cuts] of pieces) await this.#writeWithout(day, cuts)
      await writeFile(join(this.#folder, REPLACING), '', { mode: 0o600, flush: true })
      await this.#syncFolder()
      await this.#replace(unfinished)
    } catch (cause) {
      // What is appended from now on must not be replaced by what is older.
      for (const path of [join(this.#folder, REPLACING), ...unfinished]) await rm(path, { force: true })
      throw cause
    }
  }

  async #writeWithout(day: string, cuts: readonly Pick<Line, 'start' | 'end'>[]): Promise<void> {
    await this.read(day, (from, size) =>
      withFile(this.#pathOf(day) + NEW, 'w', async (to) => {
        let start = 0
        for (const cut of [...cuts.toSorted((a, b) => a.start - b.start), { start: size, end: size }]) {
          await copy(from, to, { start, end: cut.start })
          start = cut.end
        }
        await to.sync()
      })
    )
  }

  async #replace(unfinished: readonly string[]): Promise<void> {
    for (const path of unfinished) await rename(path, path.slice(0, -NEW.length))
    await this.#syncFolder()
    await rm(join(this.#folder, REPLACING))
  }

  /** Windows keeps the names in a folder by itself, and cannot open one. */
  async #syncFolder(): Promise<void> {
    if (process.platform !== 'win32') await withFile(this.#folder, 'r', (folder) => folder.sync())
  }

  readonly #pathOf = (day: string): string => join(this.#folder, `${PREFIX}${day}.log`)
}

async function withFile<T>(path: string, flags: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags, 0o600)
  return work(file).finally(() => file.close())
}

async function copy(from: FileHandle, to: FileHandle, { start, end }: Pick<Line, 'start' | 'end'>): Promise<void> {
  const piece = Buffer.alloc(Math.min(PIECE, Math.max(end - start, 1)))
  for (let at = start; at < end;) {
    const { bytesRead } = await from.read(piece, 0, Math.min(piece.length, end - at), at)
    if (bytesRead === 0) throw new Error('The file has become shorter while it was copied')
    await to.appendFile(piece.subarray(0, bytesRead))
    at += bytesRead
  }
}
