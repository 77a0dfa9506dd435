import { statfs } from 'node:fs/promises'
import { availableParallelism, cpus, freemem, networkInterfaces, totalmem } from 'node:os'
import type { HostFacts } from '../driver'
import { hostTraffic, type Traffic } from './host-traffic'

/** What of this computer a hypervisor needs; the load and the speeds are those since the last look. */
export class HostMeter {
  #before = cpuTimes()
  #usage = 0
  #seen: Seen = { at: 0, traffic: noTraffic, speeds: noTraffic }

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
      ...(await this.#speeds())
    }
  }

  /** Bytes per second; nothing at the first look, and the same as before within a moment. */
  async #speeds(): Promise<Speeds> {
    const { at: before, traffic: last } = this.#seen
    const at = performance.now()
    const passed = (at - before) / 1000
    if (before === 0 || passed > SHORTEST_S) {
      const traffic = await hostTraffic()
      // A disk or a card that was unplugged takes its counts with it.
      const speed = (key: keyof Traffic): number => Math.max(0, Math.round((traffic[key] - last[key]) / passed))
      const speeds = { read: speed('read'), write: speed('write'), receive: speed('receive'), send: speed('send') }
      this.#seen = { at, traffic, speeds: before === 0 ? noTraffic : speeds }
    }
    const { read, write, receive, send } = this.#seen.speeds
    return { read_speed: read, write_speed: write, receive_speed: receive, send_speed: send }
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

type Speeds = Pick<HostFacts, 'read_speed' | 'write_speed' | 'receive_speed' | 'send_speed'>

interface Seen {
  /** Milliseconds since the start of this process. */
  readonly at: number
  readonly traffic: Traffic
  readonly speeds: Traffic
}

const noTraffic: Traffic = { read: 0, write: 0, receive: 0, send: 0 }
const SHORTEST_S = 0.2

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
