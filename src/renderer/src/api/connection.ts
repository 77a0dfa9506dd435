import type { Locale } from '@shared/contract/nano-bridge'
import type { Bridge, Channel, Reply } from '@shared/contract/wire'

/** The way to the core. It mends itself. */
export interface Connection extends Bridge {
  openChannel(ticket: string): ByteChannel
  /** Says what the window speaks, where there is a shell around it that wants to know. */
  speak?(language: Locale): void
  /** Hears false when the connection is lost and true when it is back. Gives the way to stop listening. */
  onConnected(listener: (connected: boolean) => void): () => void
}

/**
 * A channel that can also carry a whole file. Sending one, `end` says that all of it was sent and `onwritten` how
 * much has arrived; fetching one, `acknowledge` says how many bytes are taken care of.
 */
export interface ByteChannel extends Channel {
  end(): void
  acknowledge(bytes: number): void
  onwritten: ((bytes: number) => void) | null
}

/** True when the core does not know, or knows no more, who asks. */
export const isSignInLost = (reply: Reply): boolean =>
  !reply.ok && (reply.error.code === 'SIGN_IN_NEEDED' || reply.error.code === 'SESSION_INVALID')
