import { formatBytes } from '@shared/text/bytes'

/** `3.4 / 4 GiB`: the unit of the total, written once. */
export function usedOf(used: number, total: number): string {
  const whole = formatBytes(total)
  const unit = whole.slice(whole.indexOf(' ') + 1)
  const scale = total > 0 ? total / Number.parseFloat(whole) : 1
  const part = used / scale
  return `${part.toFixed(part >= 10 || part === 0 ? 0 : 1)} / ${whole.slice(0, whole.indexOf(' '))} ${unit}`
}

/** `12.1 MiB/s` of bytes per second. */
export const formatRate = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond)}/s`

/** `91%` of a number from 0 to 100. */
export const formatPercent = (percent: number): string => `${Math.round(percent)}%`
