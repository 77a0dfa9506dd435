import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, open, rename, rm, statfs, truncate, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, fail } from '@shared/contract/errors'

/** What has come of a file. `hash` has taken in all of it; undefined where it has to be read again for that. */
export interface Part {
  readonly bytes: number
  readonly hash: Hash | undefined
}

/** A file that is whole. `checksum` is its SHA-256 in hex. */
export interface WholeFile {
  readonly path: string
  readonly size: number
  readonly checksum: string
}

interface Options {
  /** Where the bytes go while they come. */
  readonly path: string
  /** What is there of the file already; the bytes go on from its end. */
  readonly before: Part
  /** Bytes of the whole file, where the sender knows. */
  readonly size: number | undefined
  /** Bytes that come now, where that is not all the rest. */
  readonly length: number | undefined
  readonly onBytes: (written: number) => void
  /** Takes the whole, durable file over; a rejection refuses it. */
  readonly finish: (file: WholeFile) => Promise<void>
  /** Called once: after a failure with why, and with what there is to go on from, if anything. */
  readonly ended: (error: Error | null, left: Part | undefined) => void
}

/**
 * A stream into a file that becomes whole and is taken over, or stays a part to go on from: what was cut off counts,
 * what was refused does not. Refuses early what has no room.
 */
export async function openImageWriter(options: Options): Promise<Writable> {
  const { path, before, size } = options
  const file = await open(path, before.bytes > 0 ? 'r+' : 'w', 0o600)
  try {
    const { bavail, bsize } = await statfs(dirname(path))
    if (size !== undefined && bavail * bsize < size - before.bytes) fail('DISK_FULL', { path: dirname(path) })
    return new ImageWriter(file, options)
  } catch (cause) {
    await file.close()
    if (before.bytes === 0) await rm(path, { force: true })
    throw cause
  }
}

class ImageWriter extends Writable {
  readonly #file: FileHandle
  readonly #options: Options
  #hash: Hash | undefined
  #written: number
  /** How much stays when the rest is refused. */
  #kept: number
  #isWhole = false

  constructor(file: FileHandle, options: Options) {
    super({ highWaterMark: 1 << 20 })
    const { before } = options
    this.#file = file
    this.#options = options
    this.#hash = before.bytes > 0 ? before.hash : createHash('sha256')
    this.#written = this.#kept = before.bytes
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#append([chunk]).then(() => done(), done)
  }

  override _writev(chunks: { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#append(chunks.map(({ chunk }) => chunk)).then(() => done(), done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#finish().then(() => done(), done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const isDone = this.writableFinished
    const failure = isDone ? null : (error ?? new Error('The upload was broken off'))
    const left = failure instanceof AppError ? this.#takeBack() : this.#leave()
    left
      .catch(() => undefined)
      .then((part) => this.#options.ended(failure, part))
      .then(
        () => done(error),
        (cause: Error) => done(error ?? cause)
      )
  }

  async #append(chunks: readonly Buffer[]): Promise<void> {
    const { path, before, size, length, onBytes } = this.#options
    const end = length === undefined ? size : before.bytes + length
    const count = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    if (end !== undefined && this.#written + count > end)
      fail('BODY_INVALID', { reason: `more than the announced ${end - before.bytes} bytes came` })
    const writing = this.#file.writev([...chunks], this.#written)
    // Meanwhile; a hash of what then is not written is of no use.
    for (const chunk of chunks) this.#hash?.update(chunk)
    try {
      await writing
    } catch (cause) {
      this.#hash = undefined
      if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause
      // It would keep the disk full.
      this.#kept = 0
      fail('DISK_FULL', { path }, { cause })
    }
    this.#written += count
    onBytes(this.#written)
  }

  async #finish(): Promise<void> {
    const { path, before, size, length, finish } = this.#options
    const end = length === undefined ? (size ?? this.#written) : before.bytes + length
    if (this.#written !== end) {
      const came = this.#written - before.bytes
      fail('BODY_INVALID', { reason: `${came} of the announced ${end - before.bytes} bytes came` })
    }
    await this.#file.sync()
    if (length !== undefined && end !== size) return
    await this.#file.close()
    const checksum = this.#hash?.digest('hex') ?? (await checksumOf(path))
    this.#hash = undefined
    this.#kept = 0
    await finish({ path, size: end, checksum })
    this.#isWhole = true
  }

  async #leave(): Promise<Part | undefined> {
    if (this.#isWhole) return undefined
    await this.#file.close().catch(() => undefined)
    if (this.#written > 0) return { bytes: this.#written, hash: this.#hash }
    await rm(this.#options.path, { force: true })
    return undefined
  }

  async #takeBack(): Promise<Part | undefined> {
    const { path } = this.#options
    await this.#file.close().catch(() => undefined)
    if (this.#kept === 0) await rm(path, { force: true })
    else await truncate(path, this.#kept)
    return this.#kept === 0 ? undefined : { bytes: this.#kept, hash: undefined }
  }
}

/** The SHA-256 of a file in hex, read with little memory. */
export async function checksumOf(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(
    createReadStream(path, { highWaterMark: 1 << 20 }),
    async (bytes: AsyncIterable<Buffer>) => {
      for await (const chunk of bytes) hash.update(chunk)
    },
    { ...(signal && { signal }) }
  )
  return hash.digest('hex')
}

/** Makes sure that what is in a file survives a power cut. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync().finally(() => file.close())
}

/** Gives a finished file its lasting name, durably and for reading only: guests are cloned from it. */
export async function publishFile(from: string, to: string): Promise<void> {
  await chmod(from, 0o400)
  await rename(from, to)
  if (process.platform === 'win32') return
  const folder = await open(dirname(to), 'r')
  await folder.sync().finally(() => folder.close())
}
