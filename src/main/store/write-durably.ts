import { dirname } from 'node:path'
import type { StoreIo } from './store-io'
import { syncFolderInBackground } from './sync-folder'

/** Writes `path` in the background, a chunk at a time. It is whole and durable when this resolves, else not there. */
export async function writeDurably(io: StoreIo, path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const unfinished = `${path}.new`
  try {
    const file = io.open(unfinished, 'w')
    try {
      let position = 0
      for (const chunk of chunks) position += await writeChunk(io, file, { chunk, position })
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

interface Placed {
  readonly chunk: Uint8Array
  readonly position: number
}

/** One write may take less than it was given; gives how much there was to write. */
async function writeChunk(io: StoreIo, file: number, { chunk, position }: Placed): Promise<number> {
  for (let offset = 0; offset < chunk.length;) {
    const rest = { bytes: chunk, offset, length: chunk.length - offset, position: position + offset }
    offset += await io.writeInBackground(file, rest)
  }
  return chunk.length
}
