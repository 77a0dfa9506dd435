import { isDeepStrictEqual } from 'node:util'
import type { PortForward } from '@shared/contract/guest'
import { DriverError, type GuestSpec } from '../driver'
import { takenPort } from './launch'
import { setProcessPriority } from './process-priority'
import { ids } from './qemu-command-line'
import type { QemuHost } from './qemu-host'
import type { QemuMachine } from './qemu-machine'
import { forward, listener } from './user-network'

/** All disks of a guest share what this throttle group lets through. */
const GROUP = 'limits'

/**
 * Gives a running guest what its spec says of disk speed and processor priority. The network has no limits: QEMU's
 * user network knows none. Where the system does not let us raise a priority again, it stays until the next start.
 */
export async function applyLimits(host: QemuHost, machine: QemuMachine, { id, qos }: GuestSpec): Promise<void> {
  await limitDisks(machine, qos)
  if (!(await setProcessPriority(machine.pid, qos.cpu_priority)))
    host.options.log.warn(
      `guest ${id} has ${qos.cpu_priority} processor priority from its next start on: this system does not let it be raised`
    )
}

/** Whether a guest is not as free as QEMU leaves one. */
export const isLimited = (qos: GuestSpec['qos']): boolean =>
  qos.cpu_priority !== 'high' ||
  [qos.read_speed, qos.write_speed, qos.read_iops, qos.write_iops].some((limit) => limit > 0)

/** Gives a running guest the ports and limits of `spec`, as far as they differ from those of `before`. */
export async function applyChanges(
  host: QemuHost,
  machine: QemuMachine,
  spec: GuestSpec,
  before?: GuestSpec
): Promise<void> {
  if (!isDeepStrictEqual(spec.ports, before?.ports)) await applyPorts(machine, spec.ports)
  if (!isDeepStrictEqual(spec.qos, before?.qos)) await applyLimits(host, machine, spec)
}

async function limitDisks({ qmp }: QemuMachine, qos: GuestSpec['qos']): Promise<void> {
  const wanted = { bps_rd: qos.read_speed, bps_wr: qos.write_speed, iops_rd: qos.read_iops, iops_wr: qos.write_iops }
  for (const { qdev, inserted } of await qmp.execute('query-block')) {
    if (qdev === undefined || inserted === undefined || !/^disk\d+$/.test(qdev)) continue
    const { bps_rd, bps_wr, iops_rd, iops_wr } = inserted
    if (!isDeepStrictEqual(wanted, { bps_rd, bps_wr, iops_rd, iops_wr }))
      await qmp.execute('block_set_io_throttle', { id: qdev, bps: 0, iops: 0, ...wanted, group: GROUP })
  }
}

/**
 * Forwards exactly these ports into a running guest, from now on; connections that stand are not cut. If one
 * cannot be, all are as before.
 */
export async function applyPorts({ qmp }: QemuMachine, ports: readonly PortForward[]): Promise<void> {
  const command = (line: string): Promise<string> => qmp.execute('human-monitor-command', { 'command-line': line })
  const add = async (port: PortForward): Promise<void> => {
    const refusal = await command(`hostfwd_add ${ids.network} ${forward(port)}`)
    if (refusal.trim() !== '') throw new DriverError(takenPort({ ...port, port: port.host }))
  }
  const remove = (port: PortForward): Promise<string> => command(`hostfwd_remove ${ids.network} ${listener(port)}`)

  const before = forwardedIn(await command('info usernet'))
  const [gone, fresh] = [without(before, ports), without(ports, before)]
  const added: PortForward[] = []
  for (const port of gone) await remove(port)
  try {
    for (const port of fresh) {
      await add(port)
      added.push(port)
    }
  } catch (cause) {
    for (const port of added) await remove(port)
    for (const port of gone) await add(port)
    throw cause
  }
}

/** The forwarded ports in the table that QEMU shows of its user networks. */
export function forwardedIn(table: string): PortForward[] {
  const lines = table.matchAll(/^\s*(TCP|UDP)\[HOST_FORWARD\]\s+\d+\s+\S+\s+(\d+)\s+\S+\s+(\d+)\s/gm)
  return [...lines].map(([, protocol, host, guest]) => ({
    protocol: protocol === 'UDP' ? 'udp' : 'tcp',
    host: Number(host),
    guest: Number(guest)
  }))
}

const without = (ports: readonly PortForward[], others: readonly PortForward[]): PortForward[] => {
  const known = new Set(others.map(forward))
  return ports.filter((port) => !known.has(forward(port)))
}
