import { mkdir, statfs } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import type { HostCheck } from '@shared/contract/system'
import { DriverError } from '../driver'
import { acceleratorFor, processorFacts, type Finding } from './accelerators'
import { installCommand } from './install-command'
import { probeQemu } from './qemu-probe'

interface Options {
  /** Where guests and images will be. */
  readonly folder: string
  /** Looks at everything anew. */
  readonly again: boolean
  readonly places?: readonly string[]
}

const GiB = 2 ** 30
/** Below these a guest of the usual size has no room. */
const LOW_MEMORY = 2 * GiB
const LOW_DISK = 10 * GiB

/** Checks whether this computer can run guests: processor, QEMU, memory and disk, each with the fix for what cannot. */
export async function checkHost({ folder, again, places }: Options): Promise<HostCheck[]> {
  const [guests, disk] = await Promise.all([checkQemu(places, again), checkDisk(folder)])
  return [...guests, checkMemory(), disk]
}

/** `details`: `accelerator` and `cpu_model` in use, `reason`; of QEMU its `version` and `path`, or `reason`. */
async function checkQemu(places: readonly string[] | undefined, again: boolean): Promise<HostCheck[]> {
  try {
    const { program, img, version, acceleration, finding } = await probeQemu(places, again)
    const qemu: HostCheck =
      img === undefined
        ? {
            ...lacking,
            details: { reason: 'Its disk tool, qemu-img, is not installed' },
            command: await installCommand()
          }
        : { subject: 'qemu', state: 'fine', code: 'qemu_found', details: { version, path: program }, command: '' }
    return [checkProcessor(finding, { ...acceleration }), qemu]
  } catch (cause) {
    if (!(cause instanceof DriverError)) throw cause
    const accelerator = acceleratorFor(await processorFacts())
    const processor = 'code' in accelerator ? [checkProcessor(accelerator, { reason: accelerator.reason })] : []
    return [...processor, { ...lacking, details: { reason: cause.message }, command: await installCommand() }]
  }
}

const lacking = { subject: 'qemu', state: 'fix', code: 'qemu_missing' } as const

/** A processor that cannot be mended is only good to know: guests run, slowly. */
const checkProcessor = ({ code, command }: Finding, details: HostCheck['details']): HostCheck => ({
  subject: 'processor',
  state: code === 'accelerated' ? 'fine' : command === '' ? 'know' : 'fix',
  code,
  details,
  command
})

/** `details`: `available` and `total`, in bytes. */
function checkMemory(): HostCheck {
  const details = { available: freemem(), total: totalmem() }
  const low = details.available < LOW_MEMORY
  return {
    subject: 'memory',
    state: low ? 'know' : 'fine',
    code: low ? 'memory_low' : 'memory_free',
    details,
    command: ''
  }
}

/** `details`: `available` and `total` in bytes, and `path`. */
async function checkDisk(path: string): Promise<HostCheck> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const { blocks, bavail, bsize } = await statfs(path)
  const details = { available: bavail * bsize, total: blocks * bsize, path }
  const low = details.available < LOW_DISK
  return { subject: 'disk', state: low ? 'know' : 'fine', code: low ? 'disk_low' : 'disk_free', details, command: '' }
}
