import type { Guest } from '@shared/contract/guest'

export interface Pending {
  readonly what: 'cores' | 'memory'
  readonly now: number
  readonly then: number
}

/** What a running guest has only after its next start. */
export const pendingOf = ({ running, started_with, cores, memory }: Guest): readonly Pending[] =>
  (
    [
      { what: 'cores', now: started_with.cores, then: cores },
      { what: 'memory', now: started_with.memory, then: memory }
    ] as const
  ).filter(({ now, then }) => running && now !== then)
