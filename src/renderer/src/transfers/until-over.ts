import { AppError } from '@shared/contract/errors'
import type { ByteChannel } from '@/api/connection'

/** How somebody follows a file on its way, and breaks it off. */
export interface Follower {
  readonly signal: AbortSignal
  /** Hears how many bytes have arrived so far. */
  readonly onBytes: (bytes: number) => void
}

/** Resolves when a channel has ended well; rejects with why it has not. Breaking off ends it. */
export function untilOver(channel: ByteChannel, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const breakOff = (): void => channel.close()
    channel.onclose = (reason) => {
      signal.removeEventListener('abort', breakOff)
      if (signal.aborted) reject(signal.reason as Error)
      else if (reason === '') resolve()
      else reject(new AppError('TRANSFER_FAILED', { reason }))
    }
    signal.addEventListener('abort', breakOff)
    if (signal.aborted) breakOff()
  })
}
