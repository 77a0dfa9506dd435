import { access, constants, readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import type { HostCheck } from '@shared/contract/system'

type Code = Extract<
  HostCheck['code'],
  'accelerated' | 'no_hardware_virtualization' | 'accelerator_forbidden' | 'accelerator_missing' | 'accelerator_fails'
>

/** What is known of the way this computer's processor runs guests; `command` mends it where one can. */
export interface Finding {
  readonly code: Code
  readonly reason: string
  readonly command: string
}

/** What of a computer decides whether its accelerator can be used at all. */
export interface ProcessorFacts {
  readonly platform: NodeJS.Platform
  readonly arch: NodeJS.Architecture
  /** Linux: /proc/cpuinfo, and whether /dev/kvm may be opened. */
  readonly cpuinfo: string
  readonly kvm: 'open' | 'forbidden' | 'absent'
  readonly user: string
}

/** The accelerator of each platform, with the CPU models to try, the best first. `host` ends QEMU on some machines. */
const accelerators: Partial<Record<NodeJS.Platform, { readonly name: string; readonly models: readonly string[] }>> = {
  linux: { name: 'kvm', models: ['host', 'host,-arch-capabilities', 'max', 'qemu64'] },
  darwin: { name: 'hvf', models: ['host', 'max'] },
  win32: { name: 'whpx', models: ['max', 'qemu64'] }
}

/** The way without an accelerator: slow, but everywhere. 5-level paging is off, since some systems do not start with it. */
export const emulation = { accelerator: 'tcg', cpu_model: 'max,la57=off' } as const

/** The accelerator to try on this computer, or why there is no use in trying. */
export function acceleratorFor(
  facts: ProcessorFacts
): Finding | { readonly name: string; readonly models: readonly string[] } {
  const { platform, arch, cpuinfo, kvm, user } = facts
  const accelerator = accelerators[platform]
  if (!accelerator)
    return { code: 'accelerator_missing', reason: `QEMU has no accelerator on ${platform}`, command: '' }
  if (arch !== 'x64')
    return {
      code: 'no_hardware_virtualization',
      reason: `This processor (${arch}) cannot run guests of another kind (x86-64) by itself`,
      command: ''
    }
  if (platform !== 'linux') return accelerator
  // On some machines /dev/kvm opens and KVM interprets each instruction: no system starts with it.
  if (!/^flags\s*:.*\b(vmx|svm)\b/m.test(cpuinfo))
    return {
      code: 'no_hardware_virtualization',
      reason:
        'The processor does not offer hardware virtualisation (no vmx or svm); it may be switched off in the firmware',
      command: ''
    }
  if (kvm === 'absent')
    return {
      code: 'accelerator_missing',
      reason: 'There is no /dev/kvm: the kernel module is not loaded',
      command: `sudo modprobe ${/\bvmx\b/.test(cpuinfo) ? 'kvm_intel' : 'kvm_amd'}`
    }
  if (kvm === 'forbidden')
    return {
      code: 'accelerator_forbidden',
      reason: `User ${user} may not open /dev/kvm; after the command, sign out and in again`,
      command: `sudo usermod -aG kvm ${user}`
    }
  return accelerator
}

/** Looks at this computer. */
export async function processorFacts(): Promise<ProcessorFacts> {
  const [cpuinfo, kvm] = await Promise.all([
    readFile('/proc/cpuinfo', 'latin1').catch(() => ''),
    access('/dev/kvm', constants.R_OK | constants.W_OK).then(
      () => 'open' as const,
      (cause: NodeJS.ErrnoException) => (cause.code === 'ENOENT' ? 'absent' : 'forbidden')
    )
  ])
  return { platform: process.platform, arch: process.arch, cpuinfo, kvm, user: userInfo().username }
}
