import type { ByteChannel } from '@/api/connection'
import { untilOver, type Follower } from './until-over'

/**
 * Pours a download's channel into a sink, acknowledging what the sink has taken, so that no more than a window is
 * on its way. Resolves when all of it is kept; otherwise the sink is told to forget it.
 */
export async function fetchFile(
  channel: ByteChannel,
  sink: WritableStream<Uint8Array<ArrayBuffer>>,
  { signal, onBytes }: Follower
): Promise<void> {
  const over = untilOver(channel, signal)
  const writer = sink.getWriter()
  let taken = 0
  channel.onmessage = (bytes) => {
    writer.write(bytes).then(
      () => {
        taken += bytes.byteLength
        channel.acknowledge(taken)
        onBytes(taken)
      },
      () => channel.close()
    )
  }
  try {
    await over
    // Waits for what is still being written, and fails if any of that did.
    await writer.close()
  } catch (cause) {
    await writer.abort(cause).catch(() => undefined)
    throw cause
  }
}
