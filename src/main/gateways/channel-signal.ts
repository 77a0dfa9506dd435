import type { ChannelSignal } from '@shared/contract/wire'

/** True for what the other side of a channel may send besides bytes. */
export function isChannelSignal(data: unknown): data is ChannelSignal {
  const { signal, bytes, reason } = (data ?? {}) as { signal?: unknown; bytes?: unknown; reason?: unknown }
  if (signal === 'written') return Number.isSafeInteger(bytes)
  if (signal === 'closed') return typeof reason === 'string'
  return signal === 'open' || signal === 'end'
}
