import { statfs } from 'node:fs/promises'
import { availableParallelism, cpus, freemem, networkInterfaces, totalmem } from 'node:os'
import type { HostFacts } from '../driver'

/** What of this computer a hypervisor needs; the load is that since the last look. */
export class HostMeter {
  #before = cpuTimes()
  #usage = 0

  async read(folder: string): Promise<Omit<HostFacts, 'version' | 'acceleration'>> {
    const { blocks, bavail, bsize } = await statfs(folder)
    return {
      address: ownAddress(),
      cores: availableParallelism(),
      cpu_usage: this.#load(),
      memory: totalmem(),
      memory_available: freemem(),
      disk: blocks * bsize,
      disk_available: bavail * bsize,
      read_speed: 0,
      write_speed: 0,
      receive_speed: 0,
      send_speed: 0
    }
  }

  /** Percent of all cores. Two looks within one tick of the system's clock have the same answer. */
  #load(): number {
    const now = cpuTimes()
    const all = now.all - this.#before.all
    if (all < 1) return this.#usage
    this.#usage = Math.min(100, Math.max(0, Math.round((1 - (now.idle - this.#before.idle) / all) * 10_000) / 100))
    this.#before = now
    return this.#usage
  }
}

/** Milliseconds of all cores since the system's start. */
function cpuTimes(): { readonly idle: number; readonly all: number } {
  let [idle, all] = [0, 0]
  for (const { times } of cpus()) {
    idle += times.idle
    all += times.user + times.nice + times.sys + times.idle + times.irq
  }
  return { idle, all }
}

/** The first address that others can reach, else the one that only this computer can. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
}
