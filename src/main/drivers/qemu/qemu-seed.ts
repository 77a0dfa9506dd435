import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { seedImage } from '../cloud-init/seed'
import type { GuestSpec } from '../driver'
import { names, removeFiles } from './guest-files'
import { ids } from './qemu-command-line'
import { userNetwork } from './user-network'

/**
 * Writes the disc for a guest's cloud-init, which has secrets, afresh for each start; a guest without cloud-init has
 * none. `disks` counts all its disks.
 */
export async function writeSeed(folder: string, spec: GuestSpec, disks: number): Promise<void> {
  const { cloud_init, ethernet_address } = spec
  await removeFiles(folder, names.seed)
  if (!cloud_init) return
  const network = spec.network && { ...spec.network, dns: resolversOf(spec.network) }
  const data_disks = Array.from({ length: Math.max(0, disks - 1) }, (_, index) => ids.disk(index + 1))
  const image = await seedImage({ cloud_init, ethernet_address, network, data_disks })
  await writeFile(join(folder, names.seed), image, { mode: 0o600, flag: 'wx' })
}

/** The resolver of the user network where nobody chose another. */
const resolversOf = (network: NonNullable<GuestSpec['network']>): readonly string[] =>
  network.dns.length > 0 ? network.dns : [userNetwork(network)['dns'] ?? network.gateway]
