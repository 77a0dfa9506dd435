import type { HistorySample } from '@shared/contract/instance'
import type { GuestUsage as Usage } from '@main/drivers/driver'
import type { RingName } from '@main/store/usage-file'
import { GAP_MS, UsageRings } from './usage-rings'

/** The load of one guest over time. */
export class GuestUsage extends UsageRings {
  #last: (Usage & { readonly time: number }) | undefined

  /** When it heard last, in milliseconds since 1970. */
  get heard(): number {
    return this.#last?.time ?? 0
  }

  /** Takes in the load at a time; it stands for the time since the one before, unless the guest was away between. */
  take(time: number, now: Usage): void {
    const before = this.#last
    this.#last = { ...now, time }
    const passed = time - (before?.time ?? 0)
    const cameUpSince = now.uptime * 1000 <= passed
    if (!before || passed <= 0 || passed > GAP_MS || cameUpSince) return
    const speed = (counter: 'bytes_read' | 'bytes_written' | 'bytes_received' | 'bytes_sent'): number =>
      (Math.max(0, now[counter] - before[counter]) * 1000) / passed
    this.count(before.time, time, [
      now.cpu_usage,
      now.memory_available,
      speed('bytes_read'),
      speed('bytes_written'),
      speed('bytes_received'),
      speed('bytes_sent')
    ])
  }

  /** What is known of a ring's steps up to `now`, oldest first. */
  async read(ring: RingName, now: number): Promise<HistorySample[]> {
    return (await this.steps(ring, now)).map(({ memory: memory_available, ...rest }) => ({ ...rest, memory_available }))
  }
}
