import { formatBytes } from '@shared/text/bytes'
import type { GuestFacts } from './guest-shell'
import type { Color } from './text-screen'

/** One line of a guest that comes up, and when it is written: milliseconds after the start. */
export interface BootLine {
  readonly at: number
  readonly text: string
  readonly color?: Color
}

const BOOT_MS = 3_000

/** What a guest writes while it comes up, in order; after the last line it is ready. */
export function bootLines({ spec, disks, address }: GuestFacts): BootLine[] {
  const kernel: readonly [number, string][] = [
    [0, 'Linux version 6.1.0-simulated'],
    [12, `smp: brought up ${spec.cores} processor${spec.cores === 1 ? '' : 's'}`],
    [31, `memory: ${formatBytes(spec.memory)} available`],
    [118, `bus: ${spec.devices.disk_bus} for disks, ${spec.devices.network_model} for the network`],
    ...disks.map((size, index): [number, string] => [240 + 20 * index, `disk${index}: ${formatBytes(size)}`]),
    [610, `eth0: ${spec.ethernet_address}, link up`],
    [905, 'root file system mounted']
  ]
  const services = ['Setting the clock', `Network: eth0 is ${address}`, 'Logging', 'Scheduled jobs', 'Remote shell']
  return [
    { at: 0, text: 'Simulated firmware. Booting from disk 0 ...', color: 'grey' },
    { at: 400, text: '' },
    ...kernel.map(([ms, text]) => ({ at: 500 + ms, text: `[${(ms / 1000).toFixed(6).padStart(12)}] ${text}` })),
    ...services.map((name, index): BootLine => ({ at: 1600 + 250 * index, text: ` * ${name} ... ok`, color: 'green' })),
    { at: BOOT_MS, text: '' }
  ]
}
