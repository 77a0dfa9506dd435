import { BlockList, isIPv4 } from 'node:net'
import type { PortForward } from '@shared/contract/guest'
import { DriverError, type GuestNetwork } from '../driver'

/**
 * QEMU's own network behind this computer's, which needs no rights. It gives out addresses by DHCP from
 * `dhcpstart` on, and there is one guest on it: the guest gets exactly its leased address, or takes it by itself where cloud-init tells
 * it. Names are answered by a resolver inside that network, which asks this computer's; by DHCP the lease's own DNS
 * servers cannot be told to the guest. Nothing in QEMU limits or counts what goes through this network.
 */
export function userNetwork(lease: GuestNetwork | undefined): Record<string, string> {
  if (!lease) return {}
  const [address = '', prefix = ''] = lease.address.split('/')
  const bits = Number(prefix)
  if (!isIPv4(address) || !isIPv4(lease.gateway) || !/^\d+$/.test(prefix) || bits < 8 || bits > 29)
    throw new DriverError(`The address ${lease.address} with gateway ${lease.gateway} is not one QEMU can lease`)
  const mask = (0xffffffff << (32 - bits)) >>> 0
  const first = (toNumber(address) & mask) >>> 0
  const last = (first | ~mask) >>> 0
  const net = new BlockList()
  net.addSubnet(toText(first), bits)
  if (!net.check(lease.gateway))
    throw new DriverError(`The gateway ${lease.gateway} is outside the network of ${lease.address}`)
  if (lease.gateway === address) throw new DriverError(`The gateway ${address} is leased to the guest`)
  const taken = [address, lease.gateway]
  const resolver = [last - 1, last - 2, last - 3].map(toText).find((candidate) => !taken.includes(candidate))
  return { net: `${toText(first)}/${bits}`, host: lease.gateway, dhcpstart: address, dns: resolver ?? '' }
}

/** The forwarded ports as the network takes them: only this computer's own programs reach the guest. */
export const forwards = (ports: readonly PortForward[]): (readonly ['hostfwd', string])[] =>
  ports.map((port) => ['hostfwd', forward(port)])

/** `protocol:address:port-:port`, of this computer and of the guest; the guest's own address is the leased one. */
export const forward = (port: PortForward): string => `${listener(port)}-:${port.guest}`

export const listener = ({ protocol, host }: PortForward): string => `${protocol}:127.0.0.1:${host}`

const toNumber = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
const toText = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
