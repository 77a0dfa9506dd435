import type { GuestPower } from '../driver'
import type { BlockDevice } from './qmp/qmp-commands'

/** QEMU's words for a guest it holds still (qapi/run-state.json, RunState), for a person. */
const halted: Readonly<Record<string, string>> = {
  paused: 'It was paused from outside',
  'internal-error': 'QEMU halted it: the accelerator met an instruction that it cannot run',
  'io-error': 'QEMU halted it: a disk could not be read or written',
  'guest-panicked': 'QEMU halted it: its system has crashed',
  watchdog: 'QEMU halted it: its watchdog ran out'
}

const ADVICE = 'Cut its power and start it again: it will be run by emulation, slower but whole'

/** States of a guest on its way down or up again. */
const passing = ['shutdown', 'prelaunch', 'inmigrate']

/** Whether QEMU holds the guest still, and why; `words` are QEMU's own. */
export function powerOf(
  { status, running }: { readonly status: string; readonly running: boolean },
  devices: readonly BlockDevice[],
  words: string
): Pick<GuestPower, 'power' | 'reason'> {
  if (running || passing.includes(status)) return { power: 'running', reason: '' }
  if (devices.some((device) => device['io-status'] === 'nospace'))
    return { power: 'failed', reason: 'QEMU halted it: there is no space left for its disk on this computer' }
  const why = halted[status] ?? `QEMU halted it (${status})`
  if (status !== 'internal-error') return { power: 'failed', reason: why }
  return { power: 'failed', reason: `${why}${words === '' ? '' : ` (${words})`}. ${ADVICE}` }
}

/** Why a guest is off, as far as its SHUTDOWN event tells (qapi/run-state.json, ShutdownCause); '' if it was wanted. */
export const farewellOf = (cause: unknown): string =>
  cause === 'host-signal'
    ? 'Its QEMU was told to end by a signal'
    : cause === 'host-error'
      ? 'Its QEMU met an error'
      : ''
