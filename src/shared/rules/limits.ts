import type { GuestSettings } from '../contract/guest'
import { unlimited, type Qos } from '../contract/qos'

const priorities = ['high', 'medium', 'low'] as const satisfies readonly Qos['cpu_priority'][]

/** The limits of a new guest: its `qos`, else what the blueprint's own flat fields say, else none (api/semantics 2.8.2). */
export function limitsOf({
  qos,
  cpu_priority = 0,
  max_io = 0,
  inbound = 0,
  outbound = 0
}: Pick<GuestSettings, 'qos' | 'cpu_priority' | 'max_io' | 'inbound' | 'outbound'>): Qos {
  return (
    qos ?? {
      ...unlimited,
      cpu_priority: priorities[cpu_priority] ?? 'high',
      read_iops: max_io,
      write_iops: max_io,
      receive_speed: inbound,
      send_speed: outbound
    }
  )
}
