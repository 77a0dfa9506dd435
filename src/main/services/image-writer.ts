import { chmod, open, rename, rm, statfs, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Writable } from 'node:stream'
import { AppError, fail } from '@shared/contract/errors'

interface Options {
  /** Where the bytes go while they come. */
  readonly path: string
  /** Bytes to expect, where the sender knows. */
  readonly size: number | undefined
  readonly onBytes: (written: number) => void
  /** Takes the whole, durable file over; a rejection refuses it. */
  readonly finish: (part: { readonly path: string; readonly size: number }) => Promise<void>
  /** Called once, when the file was taken over (null) or everything is cleaned up. */
  readonly ended: (error: Error | null) => void
}

/** A stream into a file that either becomes whole and is taken over, or is gone. Refuses early what has no room. */
export async function openImageWriter(options: Options): Promise<Writable> {
  const { path, size } = options
  if (size !== undefined) {
    const { bavail, bsize } = await statfs(dirname(path))
    if (bavail * bsize < size) fail('DISK_FULL', { path: dirname(path) })
  }
  return new ImageWriter(await open(path, 'wx', 0o600), options)
}

class ImageWriter extends Writable {
  readonly #file: FileHandle
  readonly #options: Options
  #written = 0
  #isTakenOver = false

  constructor(file: FileHandle, options: Options) {
    super({ highWaterMark: 1 << 20 })
    this.#file = file
    this.#options = options
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#append([chunk]).then(() => done(), done)
  }

  override _writev(chunks: { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#append(chunks.map(({ chunk }) => chunk)).then(() => done(), done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#takeOver().then(() => done(), done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const failure = this.#isTakenOver ? null : (error ?? new Error('The upload was broken off'))
    const cleaned = this.#isTakenOver ? Promise.resolve() : this.#discard()
    cleaned
      .catch(() => undefined)
      .then(() => this.#options.ended(failure))
      .then(
        () => done(error),
        (cause: Error) => done(error ?? cause)
      )
  }

  async #append(chunks: readonly Buffer[]): Promise<void> {
    const { size, path, onBytes } = this.#options
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    if (size !== undefined && this.#written + length > size)
      fail('BODY_INVALID', { reason: `more than the announced ${size} bytes came` })
    try {
      await this.#file.writev([...chunks], this.#written)
    } catch (cause) {
      throw (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? new AppError('DISK_FULL', { path }, { cause }) : cause
    }
    this.#written += length
    onBytes(this.#written)
  }

  async #takeOver(): Promise<void> {
    const { size, path, finish } = this.#options
    if (size !== undefined && this.#written !== size)
      fail('BODY_INVALID', { reason: `${this.#written} of the announced ${size} bytes came` })
    await this.#file.sync()
    await this.#file.close()
    await finish({ path, size: this.#written })
    this.#isTakenOver = true
  }

  async #discard(): Promise<void> {
    await this.#file.close().catch(() => undefined)
    await rm(this.#options.path, { force: true })
  }
}

/** Gives a finished file its lasting name, durably and for reading only: guests are cloned from it. */
export async function publishFile(from: string, to: string): Promise<void> {
  await chmod(from, 0o400)
  await rename(from, to)
  if (process.platform === 'win32') return
  const folder = await open(dirname(to), 'r')
  await folder.sync().finally(() => folder.close())
}
