import type { SystemVersion } from '../contract/guest'

/** Which devices a guest gets. `ide` implies the old machine type. */
export interface Devices {
  readonly disk_bus: 'scsi' | 'sata' | 'ide'
  readonly network_model: 'virtio' | 'e1000' | 'rtl8139'
  readonly tablet: boolean
}

/** Device choices per system version (api/semantics 3.6). */
export const systemVersions: Readonly<
  Record<SystemVersion, { readonly system: 'linux' | 'windows'; readonly devices: Devices }>
> = {
  general: { system: 'linux', devices: { disk_bus: 'sata', network_model: 'rtl8139', tablet: true } },
  centos7: { system: 'linux', devices: { disk_bus: 'scsi', network_model: 'virtio', tablet: true } },
  centos6: { system: 'linux', devices: { disk_bus: 'sata', network_model: 'virtio', tablet: true } },
  win2012: { system: 'windows', devices: { disk_bus: 'sata', network_model: 'e1000', tablet: true } },
  legacy: { system: 'linux', devices: { disk_bus: 'ide', network_model: 'rtl8139', tablet: false } }
}
