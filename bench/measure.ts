/** One line of the result: a ratio or a figure, and whether it reaches what was promised. */
export interface Result {
  readonly name: string
  readonly figure: string
  readonly target: string
  readonly ok: boolean
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return ((low ?? NaN) + (high ?? NaN)) / 2
}

/** Milliseconds that the work took. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The quotient of two series that were measured in turns, by their medians; `atMost` or `atLeast` is the promise. */
export function ratio(
  name: string,
  [ours, bare]: readonly [readonly number[], readonly number[]],
  promise: { readonly atMost: number } | { readonly atLeast: number }
): Result {
  const value = median(ours) / median(bare)
  const detail = `${median(ours).toFixed(2)} ms / ${median(bare).toFixed(2)} ms`
  return 'atMost' in promise
    ? {
        name,
        figure: `${value.toFixed(2)} × (${detail})`,
        target: `≤ ${promise.atMost} ×`,
        ok: value <= promise.atMost
      }
    : {
        name,
        figure: `${value.toFixed(2)} × (${detail})`,
        target: `≥ ${promise.atLeast} ×`,
        ok: value >= promise.atLeast
      }
}
