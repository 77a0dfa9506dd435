export interface ChartPoint {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly value: number
}

/** A round number not below `value`: 1, 1.5, 2, 3, 4, 5, 6, 8 or 10 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value * 0.999_999) ?? 10
  return step * power
}

/** The same for bytes: round in the unit that people read them in. */
export function roundUpBytes(bytes: number): number {
  const unit = 1024 ** Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const rounded = roundUp(bytes / unit)
  // `1 GiB`, not `1000 MiB`.
  return (rounded < 1000 ? rounded : 1024) * unit
}

/** Cuts points where nothing was known for longer than `gap` milliseconds: a gap stays a gap. */
export function unbroken(points: readonly ChartPoint[], gap: number): readonly (readonly ChartPoint[])[] {
  const parts: ChartPoint[][] = []
  for (const point of points) {
    const part = parts.at(-1)
    const before = part?.at(-1)
    if (part && before && point.time - before.time <= gap) part.push(point)
    else parts.push([point])
  }
  return parts
}
