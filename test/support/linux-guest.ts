import { join, resolve } from 'node:path'
import { runProcess } from '@main/kernel/run-process'

/** The files of a small Linux; what it does is said in `test/guests/make-guest.sh`. */
export interface LinuxGuest {
  /** A qcow2 image; clone it, never write to it. */
  readonly disk: string
  readonly iso: string
  readonly kernel: string
  readonly initrd: string
}

const ROOT = resolve(import.meta.dirname, '../..')
/** Its packages have to come from Debian first. */
const BUILD_MS = 300_000

/**
 * Builds the guest, once per version of its parts. `cloud` boots fastest and knows virtio, IDE and NVMe;
 * `generic` knows SATA and the usual network cards too.
 */
export async function linuxGuest(kernel: 'cloud' | 'generic'): Promise<LinuxGuest> {
  const folder = join(ROOT, '.cache/linux-guest', kernel)
  const cache = join(ROOT, '.cache/debian-packages')
  await runProcess(join(ROOT, 'test/guests/make-guest.sh'), ['--kernel', kernel, '--out', folder, '--cache', cache], {
    timeoutMs: BUILD_MS
  })
  return {
    disk: join(folder, 'guest.qcow2'),
    iso: join(folder, 'guest.iso'),
    kernel: join(folder, 'vmlinuz'),
    initrd: join(folder, 'initrd.img')
  }
}
