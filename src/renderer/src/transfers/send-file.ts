import { UPLOAD_WINDOW } from '@shared/contract/wire'
import type { ByteChannel } from '@/api/connection'
import { untilOver, type Follower } from './until-over'

/** So much of a file is read at a time. */
const CHUNK = 512 << 10

/**
 * Sends a file through an upload's channel without ever holding more of it than the window and one chunk.
 * Resolves when the core has taken it over, rejects with why it has not.
 */
export async function sendFile(file: Blob, channel: ByteChannel, { signal, onBytes }: Follower): Promise<void> {
  const over = untilOver(channel, signal)
  const opened = new Promise<void>((resolve) => (channel.onopen = resolve))
  let arrived = 0
  let goOn = (): void => {}
  channel.onwritten = (bytes) => {
    onBytes((arrived = bytes))
    goOn()
  }

  const pour = async (): Promise<void> => {
    await opened
    for (let sent = 0; sent < file.size && !signal.aborted;) {
      const end = Math.min(sent + CHUNK, file.size)
      const bytes = new Uint8Array(await file.slice(sent, end).arrayBuffer())
      while (end - arrived > UPLOAD_WINDOW) await new Promise<void>((resolve) => (goOn = resolve))
      channel.send(bytes)
      sent = end
    }
    channel.end()
    await over
  }
  try {
    await Promise.race([over, pour()])
  } finally {
    channel.close()
  }
}
