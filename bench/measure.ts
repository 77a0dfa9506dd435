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
  promise: { readonly atMost: number } | { readonly atLeast: number },
  unit = ' ms'
): Result {
  const value = median(ours) / median(bare)
  const detail = `${median(ours).toFixed(2)}${unit} / ${median(bare).toFixed(2)}${unit}`
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

/** A figure that has to stay below what was promised; `detail` is said in parentheses. */
export function below(
  name: string,
  [value, promised]: readonly [value: number, promised: number],
  { unit = 'ms', detail = '' } = {}
): Result {
  const digits = promised < 100 ? 1 : 0
  return {
    name,
    figure: `${value.toFixed(digits)} ${unit}${detail && ` (${detail})`}`,
    target: `< ${promised} ${unit}`,
    ok: value < promised
  }
}

/** What a heap after garbage collection may differ by though nothing is kept. */
const FLAT = 1.05

/** A heap, in bytes after garbage collection, that must not grow. */
export function flat(name: string, [before, after]: readonly [before: number, after: number]): Result {
  const [from, to] = [before, after].map((bytes) => (bytes / 1e6).toFixed(1))
  return {
    name,
    figure: `${(after / before).toFixed(2)} × (${from} MB to ${to} MB)`,
    target: `≤ ${FLAT} ×`,
    ok: after <= FLAT * before
  }
}
