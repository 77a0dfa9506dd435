import { DriverError, type GuestPower, type GuestSpec } from '../driver'
import type { SerialLine } from '../serial-line'
import { short } from './qemu-errors'
import type { QemuMachine } from './qemu-machine'

/** What is known of one guest. With a machine it runs or is halted, without one it is stopped. */
export interface QemuGuest {
  spec: GuestSpec
  readonly folder: string
  /** Where its disks are: beside it, or in a folder of its own elsewhere. */
  readonly volumes: string
  machine: QemuMachine | undefined
  /** Of its machine; one that an earlier application started may have none. */
  serial: Promise<SerialLine | undefined>
  /** Why it is off. */
  reason: string
  starting: boolean
  /** What is being done to its disks, as in `its disk 0 is being shrunk`; '' for nothing. */
  busy: string
  /** Disks that are being made. */
  readonly making: Set<number>
  /** Ends when what an application left undone that was killed is finished or undone; never rejects. */
  settled: Promise<void>
  /** The accelerator has failed it: it is run by emulation for as long as this application lives. */
  emulated: boolean
}

export const stoppedGuest = (spec: GuestSpec, folder: string, volumes: string): QemuGuest => ({
  spec,
  folder,
  volumes,
  machine: undefined,
  serial: Promise.resolve(undefined),
  reason: '',
  starting: false,
  busy: '',
  making: new Set(),
  settled: Promise.resolve(),
  emulated: false
})

/** A guest's power alone. */
export const powerOfGuest = ({ machine, reason }: QemuGuest): GuestPower =>
  machine?.power ?? { power: 'stopped', reason, since: 0 }

/** Refuses an order as `wrong_state`, naming the guest. */
export function refuse({ spec }: QemuGuest, why: string): never {
  throw new DriverError(`Guest "${short(spec.name)}" ${why}`, 'wrong_state')
}
