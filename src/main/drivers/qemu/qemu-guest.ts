import { DriverError, type GuestPower, type GuestSpec } from '../driver'
import { short } from './qemu-errors'
import type { QemuMachine } from './qemu-machine'

/** What is known of one guest. With a machine it runs or is halted, without one it is stopped. */
export interface QemuGuest {
  spec: GuestSpec
  readonly folder: string
  machine: QemuMachine | undefined
  /** Why it is off. */
  reason: string
  starting: boolean
}

export const stoppedGuest = (spec: GuestSpec, folder: string): QemuGuest => ({
  spec,
  folder,
  machine: undefined,
  reason: '',
  starting: false
})

/** A guest's power alone. */
export const powerOfGuest = ({ machine, reason }: QemuGuest): GuestPower =>
  machine?.power ?? { power: 'stopped', reason, since: 0 }

/** Refuses an order as `wrong_state`, naming the guest. */
export function refuse({ spec }: QemuGuest, why: string): never {
  throw new DriverError(`Guest "${short(spec.name)}" ${why}`, 'wrong_state')
}
