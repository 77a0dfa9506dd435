import { DriverError, type GuestUsage, type StatsFacet } from '../driver'
import type { AgentUsage } from './agent-usage'
import { processUsage, type ProcessUsage } from './process-usage'
import { ids } from './qemu-command-line'
import type { QemuGuest } from './qemu-guest'
import type { QemuHost } from './qemu-host'
import type { QemuMachine } from './qemu-machine'

interface CpuSample {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly cpuMs: number
  readonly percent: number
}

type Running = QemuGuest & { readonly machine: QemuMachine }

/** The kernel counts CPU time in steps of 10 ms: over a shorter time than this, a load is mostly chance. */
const SHORTEST_MS = 400
const ANSWER_MS = 2_000
const BALLOON = `/machine/peripheral/${ids.balloon}`
/** Seconds between a guest's own words. */
const BALLOON_INTERVAL = 2
/** At least this is QEMU's word for what the guest has not told: -1 of 64 bits. */
const UNTOLD = 2 ** 63

/**
 * The load of guests, all at once: processor and memory as this computer sees the processes, disks as QEMU counts
 * them. `memory_available` is the guest's own word if it has a balloon driver, else the memory it has never touched.
 * QEMU's user network counts nothing, and room on disks cannot be seen from outside: received and sent bytes and
 * `disk_available` are the words of the agent inside, a few seconds old, and 0 without one. A guest whose QEMU does not
 * answer is left out.
 */
export function qemuStats(host: QemuHost, told: AgentUsage): StatsFacet {
  const known = new WeakMap<QemuMachine, CpuSample>()

  const sampleOne = async (guest: Running, used: ProcessUsage): Promise<GuestUsage> => {
    const { machine, spec } = guest
    const first = !known.has(machine)
    const now = host.options.clock.now().getTime()
    const before = known.get(machine) ?? { at: machine.power.since, cpuMs: 0, percent: 0 }
    const cpu = nextSample(before, { at: now, cpuMs: used.cpuMs, cores: spec.cores })
    known.set(machine, cpu)
    const [disks, free] = await Promise.all([readDisks(machine), readBalloon(guest, first)])
    return {
      cpu_usage: cpu.percent,
      memory_available: free ?? Math.max(0, spec.memory - used.resident),
      ...disks,
      ...told.of(guest, machine),
      uptime: Math.max(0, Math.floor((now - machine.power.since) / 1000))
    }
  }

  return {
    async sample(handles) {
      const running = handles.flatMap(({ id }): Running[] => {
        const guest = host.guests.get(id)
        return guest?.machine?.power.power === 'running' ? [{ ...guest, machine: guest.machine }] : []
      })
      const processes = await processUsage(running.map(({ machine }) => machine.pid))
      const samples = running.map(async (guest) => {
        const used = processes.get(guest.machine.pid)
        const usage = used && (await sampleOne(guest, used).catch(leftOut))
        return usage ? [[guest.spec.id, usage] as const] : []
      })
      return new Map((await Promise.all(samples)).flat())
    }
  }
}

/** The load in percent of all cores since the sample before, which stays if it is too young. */
function nextSample(
  before: CpuSample,
  { at, cpuMs, cores }: { readonly at: number; readonly cpuMs: number; readonly cores: number }
): CpuSample {
  const passed = at - before.at
  if (passed < SHORTEST_MS) return before
  const percent = Math.round(((cpuMs - before.cpuMs) / (passed * cores)) * 10_000) / 100
  return { at, cpuMs, percent: Math.min(100, Math.max(0, percent)) }
}

async function readDisks({ qmp }: QemuMachine): Promise<Pick<GuestUsage, 'bytes_read' | 'bytes_written'>> {
  const devices = await qmp.execute('query-blockstats', {}, ANSWER_MS)
  const sum = (counter: 'rd_bytes' | 'wr_bytes'): number =>
    devices.reduce((total, { stats }) => total + stats[counter], 0)
  return { bytes_read: sum('rd_bytes'), bytes_written: sum('wr_bytes') }
}

/** What the guest says it could still use, in bytes; undefined while it says nothing. It is asked to with the first sample. */
async function readBalloon({ spec, machine: { qmp } }: Running, first: boolean): Promise<number | undefined> {
  if (spec.devices.network_model !== 'virtio') return undefined
  const property = 'guest-stats-polling-interval'
  if (first) await qmp.execute('qom-set', { path: BALLOON, property, value: BALLOON_INTERVAL }, ANSWER_MS)
  const { stats } = await qmp.execute('qom-get', { path: BALLOON, property: 'guest-stats' }, ANSWER_MS)
  const free = stats['stat-available-memory'] ?? stats['stat-free-memory'] ?? UNTOLD
  return free < UNTOLD ? free : undefined
}

function leftOut(error: unknown): undefined {
  if (!(error instanceof DriverError)) throw error
}
