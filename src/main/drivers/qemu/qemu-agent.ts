import { DriverError, type AgentFacet, type GuestHandle } from '../driver'
import type { GuestInterface } from './agent/agent-commands'
import { AgentSession } from './agent/agent-session'
import { short } from './qemu-errors'
import { refuse, type QemuGuest } from './qemu-guest'
import type { QemuHost } from './qemu-host'
import type { QemuMachine } from './qemu-machine'
import { connectUnix } from './qmp/connect-unix'

/** How long a busy guest may take to hear us at all; and a quick one, where there is another way. */
const PATIENCE_MS = 3_000
const QUICK_MS = 1_000
/** So soon an agent says that it cannot switch the guest off; of success it does not tell. */
const REFUSAL_MS = 500

/** The agents in running guests, one caller at a time each; a conversation ends with its caller. */
export class QemuAgents {
  readonly #host: QemuHost
  readonly #turns = new WeakMap<QemuMachine, Promise<unknown>>()

  constructor(host: QemuHost) {
    this.#host = host
  }

  /** Speaks with the agent of a running guest that has one and lets us hear of it within `patienceMs`. */
  async ask<T>(handle: GuestHandle, work: (session: AgentSession) => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
    const machine = this.#host.running(handle)
    const guest = this.#host.get(handle)
    if (!hasAgent(guest)) refuse(guest, 'has no guest agent')
    const deadline = performance.now() + patienceMs
    const turn = (this.#turns.get(machine) ?? Promise.resolve())
      .catch(() => {})
      .then(() => this.#converse(guest, work, deadline - performance.now()))
    this.#turns.set(machine, turn)
    return turn
  }

  /** Lets the guest's system switch itself off; false where no agent hears or heeds us quickly. */
  async powerDown(handle: GuestHandle): Promise<boolean> {
    if (!hasAgent(this.#host.get(handle))) return false
    try {
      await this.ask(handle, (session) => session.tell('guest-shutdown', { mode: 'powerdown' }, REFUSAL_MS), QUICK_MS)
      return true
    } catch (cause) {
      if (cause instanceof DriverError) return false
      throw cause
    }
  }

  async #converse<T>(guest: QemuGuest, work: (session: AgentSession) => Promise<T>, patienceMs: number): Promise<T> {
    if (patienceMs <= 0) return refuse(guest, 'has an agent that is busy')
    try {
      const socket = await connectUnix(await this.#host.socketOf(guest, 'agent'))
      const session = await AgentSession.open(socket, patienceMs)
      return await work(session).finally(() => session.close())
    } catch (cause) {
      if (!(cause instanceof DriverError) || cause.fault === 'wrong_state')
        throw new DriverError(`The agent in guest "${short(guest.spec.name)}" does not answer`, 'wrong_state', {
          cause
        })
      throw new DriverError(`The agent in guest "${short(guest.spec.name)}" refuses: ${cause.message}`, 'failed', {
        cause
      })
    }
  }
}

/** Whether a guest is told to have an agent inside. */
export const hasAgent = ({ spec }: QemuGuest): boolean => spec.modules.includes('qemu')

/** What only the agent inside a guest can tell or do. */
export const qemuAgent = (agents: QemuAgents): AgentFacet => ({
  addresses: async (handle) =>
    addressesIn(await agents.ask(handle, (session) => session.execute('guest-network-get-interfaces', {}))),

  async setPassword(handle, { user, password }) {
    const args = { username: user, password: Buffer.from(password).toString('base64'), crypted: false }
    await agents.ask(handle, (session) => session.execute('guest-set-user-password', args))
  }
})

/** Addresses but those of the guest itself alone: IPv4, then IPv6, and last those that count on one wire only. */
export function addressesIn(interfaces: readonly GuestInterface[]): string[] {
  const rank = (address: string): number => (!address.includes(':') ? 0 : /^fe[89ab]/i.test(address) ? 2 : 1)
  return interfaces
    .flatMap((each) => each['ip-addresses'] ?? [])
    .map((each) => each['ip-address'])
    .filter((address) => !/^(127\.|::1$)/.test(address))
    .sort((one, other) => rank(one) - rank(other))
}
