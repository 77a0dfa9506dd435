import type { HostFacts } from '../driver'
import { hostAddress } from './simulated-address'
import { loadOf, type SimulatedGuest } from './simulated-guest'
import type { SimulatedConnection } from './simulated-host'
import { cpuOf, diskUsed, memoryUsed, ratesOf } from './simulated-load'

/** What the machine needs for itself. */
const own = { cores: 0.4, memory: 0.02 } as const

/** What a host is, and what its guests leave of it at a moment. */
export function factsOf(
  { seed, cores, memory, disk }: SimulatedConnection,
  guests: Iterable<SimulatedGuest>,
  now: number
): HostFacts {
  let busyCores = own.cores
  let freeMemory = memory * (1 - own.memory)
  let freeDisk = disk
  // What a machine reads and sends for itself is little beside its guests.
  const speeds = [0, 0, 0, 0]
  for (const guest of guests) {
    const load = loadOf(guest)
    freeDisk -= diskUsed(load)
    if (guest.power !== 'stopped') freeMemory -= memoryUsed(load, now)
    if (guest.power !== 'running') continue
    busyCores += (guest.live.cores * cpuOf(load, now)) / 100
    for (const [index, rate] of ratesOf(load, now).entries()) speeds[index] = (speeds[index] ?? 0) + rate
  }
  const [read_speed = 0, write_speed = 0, receive_speed = 0, send_speed = 0] = speeds.map(Math.round)
  return {
    address: hostAddress(seed),
    version: '1.0',
    acceleration: {
      accelerator: 'simulated',
      cpu_model: 'simulated',
      reason: 'This cell is made up: nothing really runs on it'
    },
    cores,
    cpu_usage: Math.min(100, Math.round((busyCores / cores) * 10_000) / 100),
    memory,
    memory_available: Math.max(0, Math.round(freeMemory)),
    disk,
    disk_available: Math.max(0, Math.round(freeDisk)),
    read_speed,
    write_speed,
    receive_speed,
    send_speed
  }
}
