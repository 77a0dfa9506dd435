/**
 * A value over time: a mean with swings around it. `part` is how far a swing goes as part of the mean; the
 * parts of a wave stay below 1 in sum wherever they could meet below zero, so that the value is always
 * above zero and its total only grows. Times and periods are whole milliseconds, phases radians.
 */
export interface Wave {
  readonly mean: number
  readonly swings: readonly Swing[]
  /** 0 to 1: where in its swings this wave begins; a swing with a phase of its own is moved only a little. */
  readonly shift: number
}

/** One cosine of a wave. */
export interface Swing {
  readonly part: number
  readonly period: number
  readonly phase?: number
  /** A multiple of a common swing, to be moved with it. */
  readonly harmonic?: number
}

const TURN = 2 * Math.PI

/** The value at a moment. */
export function valueOf({ mean, swings, shift }: Wave, time: number): number {
  let sum = 1
  for (const swing of swings) sum += swing.part * Math.cos(angleOf(swing, shift, time))
  return mean * sum
}

/** The value summed over time, in value times milliseconds: exact, at the cost of a few sines for any span. */
export function totalOf({ mean, swings, shift }: Wave, from: number, to: number): number {
  let sum = to - from
  for (const swing of swings) {
    const arc = Math.sin(angleOf(swing, shift, to)) - Math.sin(angleOf(swing, shift, from))
    sum += (swing.part * swing.period * arc) / TURN
  }
  return mean * sum
}

function angleOf({ period, phase, harmonic = 1 }: Swing, shift: number, time: number): number {
  const begin = phase === undefined ? TURN * shift * harmonic : phase + (shift - 0.5) * 0.8
  return (TURN * time) / period + begin
}
