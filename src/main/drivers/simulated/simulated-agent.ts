import type { AgentFacet, GuestHandle } from '../driver'
import type { Ask } from './simulated-faults'
import { refuse } from './simulated-guest'
import type { SimulatedHost } from './simulated-host'

/** Answers for the agents of running guests that have one. */
export function simulatedAgent(host: SimulatedHost, ask: Ask): AgentFacet {
  const withAgent = (handle: GuestHandle) => {
    const guest = host.running(handle)
    return guest.spec.modules.includes('qemu') ? guest : refuse(guest, 'has no agent that answers')
  }
  return {
    addresses: (handle) => ask('agent', () => [host.addressOf(withAgent(handle))]),
    setPassword: (handle) => ask('agent', () => void withAgent(handle))
  }
}
