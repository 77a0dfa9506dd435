import type { Devices } from '@shared/rules/system-versions'

/** Where a disk or the drive is plugged in: the driver and its place, as `-device` wants them. */
export interface Plug {
  readonly driver: string
  readonly place: Readonly<Record<string, string>>
}

interface Bus {
  readonly machine: 'q35' | 'pc'
  /** How many disks there is room for, beside the drive. */
  readonly disks: number
  /** The controllers that the machine does not have by itself, for so many disks, and for a seed beside them. */
  controllers(disks: number, hasSeed: boolean): readonly string[]
  disk(index: number): Plug
  readonly drive: Plug
  /** The disc for cloud-init, beside so many disks: on their own bus, which the system in the guest has to know. */
  seed(disks: number): Plug
}

/** An AHCI controller has six ports; the drive takes the last one of the machine's own. */
const PORTS = 6
const OWN_PORTS = PORTS - 1
const IDE_PLACES = ['ide.0/0', 'ide.0/1', 'ide.1/1'] as const

const sataPort = (index: number): Plug['place'] => {
  const more = index - OWN_PORTS
  return { bus: more < 0 ? `ide.${index}` : `ahci${Math.floor(more / PORTS)}.${more % PORTS}` }
}

const ide = (place: string): Record<string, string> => {
  const [bus = '', unit = ''] = place.split('/')
  return { bus, unit }
}

/** The three ways to plug disks in. `ide` is that of old systems, on the old machine type. */
export const buses: Readonly<Record<Devices['disk_bus'], Bus>> = {
  scsi: {
    machine: 'q35',
    disks: 32,
    controllers: () => ['virtio-scsi-pci,id=scsi'],
    disk: (index) => ({ driver: 'scsi-hd', place: { bus: 'scsi.0', 'scsi-id': String(index) } }),
    drive: { driver: 'scsi-cd', place: { bus: 'scsi.0', 'scsi-id': '64' } },
    seed: () => ({ driver: 'scsi-cd', place: { bus: 'scsi.0', 'scsi-id': '65' } })
  },
  sata: {
    machine: 'q35',
    disks: 32,
    controllers: (disks, hasSeed) =>
      Array.from(
        { length: Math.ceil(Math.max(0, disks + Number(hasSeed) - OWN_PORTS) / PORTS) },
        (_, more) => `ahci,id=ahci${more}`
      ),
    disk: (index) => ({ driver: 'ide-hd', place: sataPort(index) }),
    drive: { driver: 'ide-cd', place: { bus: `ide.${OWN_PORTS}` } },
    seed: (disks) => ({ driver: 'ide-cd', place: sataPort(disks) })
  },
  ide: {
    machine: 'pc',
    disks: IDE_PLACES.length,
    // A system that has cloud-init and finds no place left knows SATA too.
    controllers: (disks, hasSeed) => (hasSeed && disks >= IDE_PLACES.length ? ['ahci,id=ahci0'] : []),
    disk: (index) => ({ driver: 'ide-hd', place: ide(IDE_PLACES[index] ?? '') }),
    drive: { driver: 'ide-cd', place: ide('ide.1/0') },
    seed: (disks) => ({
      driver: 'ide-cd',
      place: disks < IDE_PLACES.length ? ide(IDE_PLACES[disks] ?? '') : { bus: 'ahci0.0' }
    })
  }
}
