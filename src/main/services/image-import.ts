import type { Dirent, Stats } from 'node:fs'
import { chmod, copyFile, link, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DottedName } from '@shared/contract/common'
import { AppError } from '@shared/contract/errors'
import type { ImageImport } from '@shared/contract/image'
import { DriverError, type ImageFacts } from '@main/drivers/driver'
import { checksumOf, publishFile } from './image-writer'

/** A file that is an image, and is called like one. */
export interface FoundFile extends ImageFacts {
  readonly name: string
  readonly path: string
  readonly size: number
  readonly checksum: string
}

interface Options {
  readonly signal: AbortSignal
  /** Paths of the files that are images already. */
  readonly known: () => readonly string[]
  readonly inspect: (path: string) => Promise<ImageFacts>
  /** Makes the file an image; the caller removes it from the folder. */
  readonly adopt: (file: FoundFile) => Promise<void>
}

/** The folder beside the images where a person puts files to be taken in. */
export const IMPORT_FOLDER = 'import'
const ENDINGS = /\.(iso|qcow2|img|raw)$/i

/** Takes in every file of the folder but hidden ones; what is refused stays there, and is named with the reason. */
export async function importFiles(folder: string, options: Options): Promise<ImageImport> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
  const imported: ImageImport = { added: [], refused: [] }
  for (const entry of found.sort((a, b) => (a.name < b.name ? -1 : 1)))
    try {
      imported.added.push(await takeIn(entry, folder, options))
    } catch (cause) {
      options.signal.throwIfAborted()
      imported.refused.push({ file: entry.name, reason: reasonOf(cause) })
    }
  return imported
}

/** Gives the new image's name. */
async function takeIn(entry: Dirent, folder: string, options: Options): Promise<string> {
  if (!entry.isFile()) throw new DriverError('it is no regular file')
  const name = nameOf(entry.name)
  const path = join(folder, entry.name)
  const before = await stat(path)
  if (!(await isOneOf(before, options.known()))) {
    const facts = await options.inspect(path)
    const checksum = await checksumOf(path, options.signal)
    const { size, mtimeMs } = await stat(path)
    if (size !== before.size || mtimeMs !== before.mtimeMs) throw new DriverError('it is still being written')
    await options.adopt({ ...facts, name, path, size, checksum })
  }
  await rm(path, { force: true })
  return name
}

function nameOf(file: string): string {
  const name = DottedName.safeParse(file.replace(ENDINGS, ''))
  if (!name.success) throw new DriverError(`its name does not do for an image: ${name.error.issues[0]?.message}`)
  return name.data
}

/** A crash may have come between an image and the removal of its file from the folder. */
async function isOneOf({ nlink, dev, ino }: Stats, paths: readonly string[]): Promise<boolean> {
  if (nlink < 2) return false
  const known = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)))
  return known.some((file) => file?.dev === dev && file.ino === ino)
}

/** Gives a file a second place, without a copy where the disk can; a crash leaves it in the first one. */
export async function shareFile(from: string, to: string): Promise<void> {
  const second = `${to}.new`
  try {
    await own(() => link(from, second), second).catch(() => own(() => copyFile(from, second), second))
    await publishFile(second, to)
  } catch (cause) {
    await rm(second, { force: true })
    throw cause
  }
}

/** Makes a file that is ours to change, and waits until it is on the disk. */
async function own(make: () => Promise<void>, path: string): Promise<void> {
  await make()
  await chmod(path, 0o600)
  const file = await open(path, 'r+')
  await file.sync().finally(() => file.close())
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AppError && 'reason' in cause.details) return cause.details.reason
  if (cause instanceof Error)
    return (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? 'the disk is full' : cause.message
  return String(cause)
}
