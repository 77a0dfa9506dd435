import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { StoreIo } from './store-io'
import { syncFolderInBackground } from './sync-folder'

/** Small enough to be hashed in well under a millisecond. */
const CHUNK = 256 * 1024

/** SHA-256 in hexadecimal digits, after the bytes of the database; SQLite itself ignores it. */
const CHECKSUM = 64

/** Writes `path` in the background, a chunk at a time. It is whole and durable when this resolves, else not there. */
export async function writeSnapshot(io: StoreIo, path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.new`
  try {
    const file = io.open(unfinished, 'w')
    try {
      const hash = createHash('sha256')
      for (let start = 0; start < bytes.length; start += CHUNK) {
        const chunk = bytes.subarray(start, start + CHUNK)
        hash.update(chunk)
        await writeChunk(io, file, chunk, start)
      }
      await writeChunk(io, file, Buffer.from(hash.digest('hex')), bytes.length)
      await io.syncInBackground(file)
    } finally {
      io.close(file)
    }
    io.rename(unfinished, path)
  } catch (cause) {
    io.remove(unfinished)
    throw cause
  }
  await syncFolderInBackground(io, dirname(path))
}

async function writeChunk(io: StoreIo, file: number, bytes: Uint8Array, position: number): Promise<void> {
  for (let offset = 0; offset < bytes.length; )
    offset += await io.writeInBackground(file, {
      bytes,
      offset,
      length: bytes.length - offset,
      position: position + offset
    })
}

/** The database in a snapshot file, or undefined if the file is not as it was written. */
export async function readSnapshot(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r')
  try {
    const bytes = Buffer.alloc((await file.stat()).size)
    const end = bytes.length - CHECKSUM
    const hash = createHash('sha256')
    for (let start = 0; start < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, start, CHUNK, start)
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
