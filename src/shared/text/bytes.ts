const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** `1536` gives `1.5 KiB`: one decimal below 10, none above. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1)
  const value = bytes / 1024 ** power
  const digits = power === 0 || value >= 100 || Number.isInteger(Number(value.toFixed(1))) ? 0 : 1
  return `${value.toFixed(digits)} ${units[power]}`
}
