import { dirname } from 'node:path'
import { fail } from '@shared/contract/errors'
import { encodeLine, type JournalEntry } from './journal-line'
import { isDiskFull, reasonOf } from './store-error'
import type { StoreIo } from './store-io'
import { syncFolder } from './sync-folder'
import { writeFully } from './write-fully'

/**
 * The file grows by this much at a time, with zeros: bytes that do not change its size are safe on the disk sooner, and
 * do not wait for a snapshot that is being written.
 */
const ROOM = 64 * 1024

/** The open journal: an append-only file of committed transactions. */
export class Journal {
  readonly #io: StoreIo
  readonly #path: string
  readonly #file: number
  /** Bytes of whole entries. What follows them, up to the file's size, is zeros. */
  #length: number
  #size: number
  #broken: string | undefined

  private constructor(io: StoreIo, path: string, length: number) {
    this.#io = io
    this.#path = path
    this.#length = length
    this.#size = length
    this.#file = io.open(path, length === 0 ? 'w' : 'r+')
  }

  /** Makes an empty journal whose name is durable, or leaves nothing. */
  static create(io: StoreIo, path: string): Journal {
    const journal = new Journal(io, path, 0)
    try {
      writeFully(io, journal.#file, Buffer.alloc(ROOM), 0)
      journal.#size = ROOM
      io.sync(journal.#file)
      syncFolder(io, dirname(path))
      return journal
    } catch (cause) {
      journal.close()
      io.remove(path)
      throw cause
    }
  }

  /** Opens a journal whose name is durable, to go on after its first `length` bytes; cuts off what follows them. */
  static reopen(io: StoreIo, path: string, length: number): Journal {
    const journal = new Journal(io, path, length)
    try {
      journal.#cut()
      return journal
    } catch (cause) {
      journal.close()
      throw cause
    }
  }

  /** Bytes of whole entries. */
  get length(): number {
    return this.#length
  }

  /** Why no change can be kept any more. */
  get broken(): string | undefined {
    return this.#broken
  }

  /** Returns when the entry is on the disk. Else the journal is as it was: DISK_FULL; or of no more use: STORE_BROKEN. */
  append(entry: JournalEntry): void {
    if (this.#broken !== undefined) fail('STORE_BROKEN', { reason: this.#broken })
    const line = encodeLine(entry)
    const end = this.#length + line.length
    const size = Math.max(this.#size, Math.ceil(end / ROOM) * ROOM)
    const bytes = this.#size < size ? Buffer.concat([line], size - this.#length) : line
    try {
      writeFully(this.#io, this.#file, bytes, this.#length)
      this.#io.syncData(this.#file)
    } catch (cause) {
      this.#refuse(cause)
    }
    this.#length = end
    this.#size = size
  }

  /** Takes no more changes; what was appended stays. */
  break(reason: string): void {
    this.#broken ??= reason
  }

  close(): void {
    this.#io.close(this.#file)
  }

  #refuse(cause: unknown): never {
    // After a failed sync nobody knows what is on the disk; only running out of room is known to be harmless.
    if (!isDiskFull(cause)) this.break(reasonOf(cause))
    try {
      this.#cut()
    } catch (second) {
      this.break(reasonOf(second))
    }
    if (this.#broken === undefined) fail('DISK_FULL', { path: this.#path }, { cause })
    fail('STORE_BROKEN', { reason: this.#broken }, { cause })
  }

  /** Synced, so that a refused entry cannot come back after a power loss. */
  #cut(): void {
    this.#io.truncate(this.#file, this.#length)
    this.#size = this.#length
    this.#io.sync(this.#file)
  }
}
