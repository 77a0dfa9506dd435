import { fail } from '@shared/contract/errors'
import type { PortForward } from '@shared/contract/guest'
import type { GuestRecord, GuestRepository } from '@main/store/repositories/guest-repository'

const keyOf = ({ protocol, host }: PortForward): string => `${protocol} ${host}`

/** Refuses ports that a guest wants forwarded while another on its cell has them, or that it names twice. */
export function refuseTakenPorts(
  guests: GuestRepository,
  { id, name, cell, ports }: Pick<GuestRecord, 'id' | 'name' | 'cell' | 'ports'>
): void {
  if (ports.length === 0) return
  const taken = new Map<string, string>()
  for (const other of guests.listWithPorts(cell))
    if (other.id !== id) for (const port of other.ports) taken.set(keyOf(port), other.name)
  for (const port of ports) {
    const by = taken.get(keyOf(port))
    if (by !== undefined) fail('PORT_TAKEN', { port: port.host, by: `guest "${by}"` })
    taken.set(keyOf(port), name)
  }
}
