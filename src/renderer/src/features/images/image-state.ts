import type { Image } from '@shared/contract/image'
import type { State } from '@/components/states'
import type { Transfer } from '@/stores/transfers'
import { formatPercent } from '@/text/sizes'

/** What an image looks like to a person, and what follows that word. */
export interface ImageState {
  readonly state: Extract<State, 'complete' | 'receiving' | 'waiting' | 'noFile' | 'notReceived'>
  readonly note?: string | undefined
}

/** `upload` is what this window sends to it; others are known by the progress that the core tells. */
export function stateOfImage({ created, progress, error }: Image, upload: Transfer | undefined): ImageState {
  if (upload?.state === 'waiting') return { state: 'waiting' }
  if (upload) return { state: 'receiving', note: formatPercent(percentOf(upload)) }
  if (progress > 0) return { state: 'receiving', note: formatPercent(progress) }
  if (created) return { state: 'complete' }
  return { state: error === '' ? 'noFile' : 'notReceived' }
}

/** How much of a file has arrived, from 0 to 100. */
export const percentOf = ({ moved, size }: Pick<Transfer, 'moved' | 'size'>): number =>
  size === 0 ? 100 : Math.floor((moved / size) * 100)
