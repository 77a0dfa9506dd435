import { z } from 'zod'
import { Speed } from './common'

export const CpuPriority = z.enum(['high', 'medium', 'low'])

/** What a guest may use of its disks at most, all of them together; bytes and operations per second, 0 is no limit. */
export const DiskLimits = z.object({
  read_speed: Speed.default(0),
  write_speed: Speed.default(0),
  read_iops: z.int().min(0).max(1_000_000_000).default(0),
  write_iops: z.int().min(0).max(1_000_000_000).default(0)
})

/** What a guest may use of the network at most; bytes per second, 0 is no limit. */
export const NetworkLimits = z.object({ receive_speed: Speed.default(0), send_speed: Speed.default(0) })

export const Qos = z.object({
  cpu_priority: CpuPriority.default('high'),
  ...DiskLimits.shape,
  ...NetworkLimits.shape
})
export type Qos = z.output<typeof Qos>

export const unlimited: Qos = Qos.parse({})
