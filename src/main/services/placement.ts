/** What placement looks at; sizes in bytes, load in percent of all cores. */
export interface Candidate {
  readonly name: string
  readonly enabled: boolean
  readonly alive: boolean
  /** Whether it has the shared storage of its pool; true where there is none. */
  readonly stored: boolean
  readonly cores: number
  readonly cpu_usage: number
  readonly memory: number
  readonly memory_available: number
  readonly disk: number
  readonly disk_available: number
  /** What its guests, those being created included, are configured with. */
  readonly promised: Wanted
}

export interface Wanted {
  readonly cores: number
  readonly memory: number
  readonly disk: number
}

/** What of the pool itself decides. */
export interface Pool {
  readonly enabled: boolean
  /** False only where guests get an address and none is left. */
  readonly address_left: boolean
}

export type Placement =
  | { readonly cell: string }
  | { readonly code: 'POOL_DISABLED' | 'NO_ADDRESS_LEFT' | 'PLACEMENT_REFUSED'; readonly refused: string }

const refuse = (
  refused: string,
  code: Exclude<Placement, { cell: string }>['code'] = 'PLACEMENT_REFUSED'
): Placement => ({
  code,
  refused
})

/** How often a cell may promise what it has (api/semantics 3.3). */
export const OVERCOMMIT = 3
const BUSY_PERCENT = 80
const weights = { cores: 2, memory: 1.5, disk: 0.5 }

/** Chooses the cell with the best score (api/semantics 3.3): the mean of what is free now and what is not yet promised. */
export function place(wanted: Wanted, pool: Pool, candidates: readonly Candidate[]): Placement {
  if (!pool.enabled) return refuse('it is disabled', 'POOL_DISABLED')
  if (candidates.length === 0) return refuse('it has no cell')
  const alive = candidates.filter((cell) => cell.alive)
  if (alive.length === 0) return refuse('none of its cells is online')
  const enabled = alive.filter((cell) => cell.enabled)
  if (enabled.length === 0) return refuse('all of its online cells are disabled')
  const stored = enabled.filter((cell) => cell.stored)
  if (stored.length === 0) return refuse('no cell has its shared storage attached')
  const roomy = stored.filter((cell) => cell.disk_available >= wanted.disk)
  if (roomy.length === 0) return refuse(`no cell has ${wanted.disk} bytes of disk left`)
  const ample = roomy.filter((cell) => cell.memory_available >= wanted.memory)
  if (ample.length === 0) return refuse(`no cell has ${wanted.memory} bytes of memory left`)
  // Where there is one cell only, as on a desktop, a refusal would leave nothing but trying again.
  const calm = candidates.length === 1 ? ample : ample.filter((cell) => cell.cpu_usage <= BUSY_PERCENT)
  if (calm.length === 0) return refuse(`the processors of every cell are more than ${BUSY_PERCENT} % busy`)

  const best = calm
    .map((cell) => ({ cell, score: scoreOf(wanted, cell) }))
    .sort((a, b) => b.score - a.score || (a.cell.name < b.cell.name ? -1 : 1))[0]
  if (!best) return refuse('it has no cell')
  return pool.address_left ? { cell: best.cell.name } : refuse('its addresses are all leased', 'NO_ADDRESS_LEFT')
}

function scoreOf(wanted: Wanted, cell: Candidate): number {
  const score = (free: Wanted): number =>
    weights.cores * (free.cores / wanted.cores) +
    weights.memory * (free.memory / wanted.memory) +
    weights.disk * (free.disk / Math.max(wanted.disk, 1))
  const now = score({
    cores: (cell.cores * (100 - cell.cpu_usage)) / 100,
    memory: cell.memory_available,
    disk: cell.disk_available
  })
  const unpromised = score({
    cores: OVERCOMMIT * cell.cores - cell.promised.cores,
    memory: OVERCOMMIT * cell.memory - cell.promised.memory,
    disk: OVERCOMMIT * cell.disk - cell.promised.disk
  })
  return (now + unpromised) / 2
}
