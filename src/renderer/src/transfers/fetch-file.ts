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
  const keep = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    await writer.write(bytes)
    taken += bytes.byteLength
    channel.acknowledge(taken)
    onBytes(taken)
  }
  let keeping = Promise.resolve()
  channel.onmessage = (bytes) => {
    keeping = keep(bytes)
    keeping.catch(() => channel.close())
  }
  try {
    await over
    // A sink that has failed fails everything that comes later.
    await keeping
    await writer.close()
  } catch (cause) {
    await writer.abort(cause).catch(() => undefined)
    throw cause
  }
}
