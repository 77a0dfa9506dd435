import type { Acceleration } from '@shared/contract/cell'
import type { GuestSpec } from '../driver'
import { buses, type Plug } from './disk-devices'
import { names } from './guest-files'
import { forwards, userNetwork } from './user-network'

/** What one start of a guest is made from. */
export interface Start {
  readonly spec: GuestSpec
  /** File names of its disks in order, in the folder that QEMU runs in. */
  readonly disks: readonly string[]
  /** Path of an ISO to boot from. */
  readonly media?: string | undefined
  readonly acceleration: Pick<Acceleration, 'accelerator' | 'cpu_model'>
  readonly sharesClipboard: boolean
  readonly platform: NodeJS.Platform
}

/** Ids of devices and block nodes that other files speak of over QMP. */
export const ids = {
  disk: (index: number): string => `disk${index}`,
  drive: 'cd',
  /** The block node of an ISO that was in the drive at the start. */
  startMedia: 'media',
  /** The block node of the disc for cloud-init. */
  seed: 'seed',
  network: 'net0',
  balloon: 'balloon'
} as const

const displays = { vga: 'VGA', cirrus: 'cirrus-vga', qxl: 'qxl-vga', virtio: 'virtio-vga', none: '' } as const
const network = { virtio: 'virtio-net-pci', e1000: 'e1000', rtl8139: 'rtl8139' } as const
const NAME_LENGTH = 100

/** A guest as QEMU's arguments: an array for no shell, in which no name or path can become an option. */
export function qemuCommandLine({ spec, disks, media, acceleration, sharesClipboard, platform }: Start): string[] {
  const { id, devices, cores, memory } = spec
  const bus = buses[devices.disk_bus]
  const hasSeed = spec.cloud_init !== undefined
  return [
    ...confinement(platform),
    ...['-name', option('', { guest: displayName(spec.name) })],
    ...(UUID.test(id) ? ['-uuid', id] : []),
    ...machine(bus.machine, acceleration),
    ...['-smp', String(cores), '-m', `size=${memory}B`],
    ...['-boot', 'strict=on'],
    ...['-pidfile', names.pid],
    ...['-qmp', `unix:${names.monitor},server=on,wait=off`],
    ...['-vnc', `unix:${names.screen},share=ignore`],
    ...['-chardev', `socket,id=serial,path=${names.serial},server=on,wait=off`, '-serial', 'chardev:serial'],
    ...(devices.display === 'none' ? [] : ['-device', displays[devices.display]]),
    ...pointer(devices),
    ...bus.controllers(disks.length, hasSeed).flatMap((controller) => ['-device', controller]),
    ...disks.flatMap((file, index) => {
      const { driver, place } = bus.disk(index)
      return [
        ...['-blockdev', diskNode(ids.disk(index), file)],
        // By its serial number a disk is known inside the guest.
        ...device(driver, {
          ...place,
          ...{ drive: ids.disk(index), id: ids.disk(index), serial: ids.disk(index) },
          ...boots(1, index === 0)
        })
      ]
    }),
    ...(media === undefined ? [] : ['-blockdev', discNode(ids.startMedia, media)]),
    ...device(bus.drive.driver, {
      ...bus.drive.place,
      ...(media !== undefined && { drive: ids.startMedia }),
      id: ids.drive,
      ...boots(media === undefined ? 2 : 0)
    }),
    ...(hasSeed ? seed(bus.seed(disks.length)) : []),
    ...['-netdev', option('user', { id: ids.network, ...userNetwork(spec.network) }, forwards(spec.ports))],
    // Without its ROM a card needs no file of another package, and the start does not wait for a network to boot from.
    ...device(network[devices.network_model], { netdev: ids.network, mac: spec.ethernet_address, romfile: '' }),
    // Guests that know virtio can say how much memory they have left.
    ...(devices.network_model === 'virtio' ? device('virtio-balloon-pci', { id: ids.balloon }) : []),
    ...(spec.modules.includes('qemu') ? agentChannels(sharesClipboard) : [])
  ]
}

/** A tablet is where the pointer is. Where nobody asks for USB, it is plugged into what the oldest systems know of it. */
const pointer = ({ usb, tablet }: GuestSpec['devices']): string[] => {
  const controller = usb === 'nec-xhci' ? 'nec-usb-xhci' : 'piix3-usb-uhci'
  return [
    ...(usb !== '' || tablet === 'usb' ? device(controller, { id: 'usb' }) : []),
    ...(tablet === 'usb' ? device('usb-tablet', { bus: 'usb.0' }) : []),
    ...(tablet === 'virtio' ? device('virtio-tablet-pci', {}) : [])
  ]
}

const seed = ({ driver, place }: Plug): string[] => [
  ...['-blockdev', discNode(ids.seed, names.seed)],
  ...device(driver, { ...place, drive: ids.seed, id: ids.seed })
]

/** The ways to the agents, by the names under which they look for them: QEMU's, and SPICE's for the clipboard. */
const agentChannels = (sharesClipboard: boolean): string[] => [
  ...['-chardev', `socket,id=agent,path=${names.agent},server=on,wait=off`],
  ...['-device', 'virtio-serial-pci', '-device', 'virtserialport,chardev=agent,name=org.qemu.guest_agent.0'],
  ...(sharesClipboard
    ? [
        ...['-chardev', 'qemu-vdagent,id=clipboard,name=vdagent,clipboard=on,mouse=off'],
        ...['-device', 'virtserialport,chardev=clipboard,name=com.redhat.spice.0']
      ]
    : [])
]

/** What every QEMU of ours starts with: nothing it was not told, and on Linux no system call it does not need. */
export const confinement = (platform: NodeJS.Platform): string[] => [
  ...['-nodefaults', '-no-user-config'],
  ...(platform === 'linux'
    ? ['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny']
    : [])
]

/** The processor and the way it is run. */
export const machine = (
  type: 'q35' | 'pc',
  { accelerator, cpu_model }: Pick<Acceleration, 'accelerator' | 'cpu_model'>
): string[] => ['-machine', `${type},accel=${accelerator}`, '-cpu', cpu_model]

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const boots = (bootindex: number, really = true): Record<string, string> =>
  really ? { bootindex: String(bootindex) } : {}

const device = (driver: string, properties: Readonly<Record<string, string>>): string[] => [
  '-device',
  option(driver, properties)
]

/** `head,key=value,…`, in which a comma of a value is written twice (QEMU's rule, util/keyval and util/qemu-option). */
const option = (
  head: string,
  values: Readonly<Record<string, string>>,
  more: readonly (readonly [key: string, value: string])[] = []
): string =>
  [head, ...[...Object.entries(values), ...more].map(([key, value]) => `${key}=${value.replaceAll(',', ',,')}`)]
    .filter((part) => part !== '')
    .join(',')

/** `discard` gives space back to this computer that the guest has freed. */
const diskNode = (node: string, filename: string): string =>
  JSON.stringify({
    driver: 'qcow2',
    'node-name': node,
    discard: 'unmap',
    file: { driver: 'file', filename, discard: 'unmap' }
  })

const discNode = (node: string, filename: string): string =>
  JSON.stringify({
    driver: 'raw',
    'node-name': node,
    'read-only': true,
    file: { driver: 'file', filename, 'read-only': true }
  })

/** A name is for people who look at processes and windows only: one line, not too long, no broken characters. */
function displayName(name: string): string {
  const line = name.replace(/\p{Cc}/gu, ' ')
  return [...line].slice(0, NAME_LENGTH).join('').toWellFormed()
}
