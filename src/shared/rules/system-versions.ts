import type { SystemVersion } from '../contract/guest'
import type { TemplateSettings } from '../contract/template'

/** Which devices a guest gets. `ide` implies the old machine type. */
export interface Devices {
  readonly disk_bus: TemplateSettings['disk']
  readonly network_model: TemplateSettings['network']
  readonly display: TemplateSettings['display']
  readonly usb: TemplateSettings['usb']
  readonly tablet: TemplateSettings['tablet']
}

/** What a guest of a template is built of. */
export const devicesOf = ({ disk, network, display, usb, tablet }: TemplateSettings): Devices => ({
  disk_bus: disk,
  network_model: network,
  display,
  usb,
  tablet
})

const linux = { admin: 'root', operating_system: 'linux', display: 'vga', control: 'vnc' } as const
const windows = { ...linux, admin: 'Administrator', operating_system: 'windows' } as const
const modern = { usb: 'nec-xhci', tablet: 'usb' } as const

/** The store's first templates; the words are their ids. */
export const firstTemplates: Readonly<Record<SystemVersion, TemplateSettings>> = {
  general: { name: 'General', ...linux, disk: 'sata', network: 'rtl8139', ...modern },
  centos7: { name: 'CentOS 7', ...linux, disk: 'scsi', network: 'virtio', ...modern },
  centos6: { name: 'CentOS 6', ...linux, disk: 'sata', network: 'virtio', ...modern },
  win2012: { name: 'Windows Server 2012', ...windows, disk: 'sata', network: 'e1000', ...modern },
  legacy: { name: 'Legacy', ...linux, disk: 'ide', network: 'rtl8139', usb: '', tablet: '' }
}

/** Device choices per system version (api/semantics 3.6). */
export const systemVersions = Object.fromEntries(
  Object.entries(firstTemplates).map(([version, settings]) => [
    version,
    { system: settings.operating_system, devices: devicesOf(settings) }
  ])
) as Readonly<
  Record<SystemVersion, { readonly system: TemplateSettings['operating_system']; readonly devices: Devices }>
>
