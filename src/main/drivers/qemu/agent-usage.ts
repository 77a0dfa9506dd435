import type { GuestUsage } from '../driver'
import type { GuestFileSystem, GuestInterface } from './agent/agent-commands'
import type { AgentSession } from './agent/agent-session'
import { DriverError } from '../driver'
import { hasAgent, type QemuAgents } from './qemu-agent'
import type { QemuGuest } from './qemu-guest'
import type { QemuMachine } from './qemu-machine'

/** What only a system itself can count of its load. */
export type ToldUsage = Pick<GuestUsage, 'disk_available' | 'bytes_received' | 'bytes_sent'>

/** Traffic is asked for as often as memory is told, room on disks seldom, and an agent that was silent is left alone for long. */
const TRAFFIC_MS = 2_000
const ROOM_MS = 30_000
const SILENCE_MS = 30_000

interface Known {
  usage: ToldUsage
  /** Counters of the system as it runs now; they start again with it. */
  counted: Pick<ToldUsage, 'bytes_received' | 'bytes_sent'>
  busy: boolean
  /** Milliseconds since the start of this process, from when to ask again. */
  traffic: number
  room: number
}

/** The words of agents about the load of their guests; nobody waits for them, and what is not known yet is 0. */
export class AgentUsage {
  readonly #agents: QemuAgents
  readonly #known = new WeakMap<QemuMachine, Known>()

  constructor(agents: QemuAgents) {
    this.#agents = agents
  }

  /** What is known of a running guest; asks its agent again when that is too old. */
  of(guest: QemuGuest, machine: QemuMachine): ToldUsage {
    const known = this.#known.get(machine) ?? { usage: NOTHING, counted: NOTHING, busy: false, traffic: 0, room: 0 }
    this.#known.set(machine, known)
    if (hasAgent(guest) && !known.busy && performance.now() >= known.traffic) void this.#refresh(guest, known)
    return known.usage
  }

  async #refresh({ spec }: QemuGuest, known: Known): Promise<void> {
    known.busy = true
    try {
      await this.#agents.ask(spec, (session) => look(session, known))
      known.traffic = performance.now() + TRAFFIC_MS
    } catch (cause) {
      if (!(cause instanceof DriverError)) throw cause
      known.traffic = performance.now() + SILENCE_MS
    } finally {
      known.busy = false
    }
  }
}

const NOTHING: ToldUsage = { disk_available: 0, bytes_received: 0, bytes_sent: 0 }

async function look(session: AgentSession, known: Known): Promise<void> {
  const counted = trafficIn(await session.execute('guest-network-get-interfaces', {}))
  const more = (key: keyof typeof counted): number =>
    known.usage[key] + counted[key] - (counted[key] < known.counted[key] ? 0 : known.counted[key])
  const traffic = { bytes_received: more('bytes_received'), bytes_sent: more('bytes_sent') }
  known.counted = counted
  known.usage = { ...known.usage, ...traffic }
  if (performance.now() < known.room) return
  known.room = performance.now() + ROOM_MS
  known.usage = { ...known.usage, disk_available: roomIn(await session.execute('guest-get-fsinfo', {})) }
}

/** Of all interfaces but loopback. */
export function trafficIn(interfaces: readonly GuestInterface[]): Known['counted'] {
  const wired = interfaces.filter(({ name }) => name !== 'lo' && !name.startsWith('Loopback'))
  const sum = (counter: 'rx-bytes' | 'tx-bytes'): number =>
    wired.reduce((total, { statistics }) => total + (statistics?.[counter] ?? 0), 0)
  return { bytes_received: sum('rx-bytes'), bytes_sent: sum('tx-bytes') }
}

/** Of all file systems, each counted once however often it is mounted. */
export function roomIn(systems: readonly GuestFileSystem[]): number {
  const byName = new Map(systems.map((system) => [system.name, system]))
  return [...byName.values()].reduce(
    (total, each) => total + Math.max(0, (each['total-bytes'] ?? 0) - (each['used-bytes'] ?? 0)),
    0
  )
}
