import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { StoreIo } from './store-io'
import { writeDurably } from './write-durably'

/** Small enough to be hashed in well under a millisecond. */
const CHUNK = 256 * 1024

/** SHA-256 in hexadecimal digits, after the bytes of the database; SQLite itself ignores it. */
const CHECKSUM = 64

/** Writes a database to `path` in the background. It is whole and durable when this resolves, else not there. */
export function writeSnapshot(io: StoreIo, path: string, bytes: Uint8Array): Promise<void> {
  return writeDurably(io, path, withChecksum(bytes))
}

function* withChecksum(bytes: Uint8Array): Generator<Uint8Array> {
  const hash = createHash('sha256')
  for (let start = 0; start < bytes.length; start += CHUNK) {
    const chunk = bytes.subarray(start, start + CHUNK)
    hash.update(chunk)
    yield chunk
  }
  yield Buffer.from(hash.digest('hex'))
}

/** The database in a snapshot file, or undefined if the file is not as it was written. */
export async function readSnapshot(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r')
  try {
    const bytes = Buffer.alloc((await file.stat()).size)
    const end = bytes.length - CHECKSUM
    const hash = createHash('sha256')
    for (let start = 0; start < bytes.length;) {
      const { bytesRead } = await file.read(bytes, start, Math.min(CHUNK, bytes.length - start), start)
      if (bytesRead === 0) return undefined
      if (start < end) hash.update(bytes.subarray(start, Math.min(start + bytesRead, end)))
      start += bytesRead
    }
    return end > 0 && bytes.toString('latin1', end) === hash.digest('hex') ? bytes.subarray(0, end) : undefined
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EIO') return undefined // the disk lost it
    throw cause
  } finally {
    await file.close()
  }
}
