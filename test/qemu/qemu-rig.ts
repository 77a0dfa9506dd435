import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Driver } from '@main/drivers/driver'
import { openQemuDriver } from '@main/drivers/qemu/qemu-driver'
import type { QemuHostOptions } from '@main/drivers/qemu/qemu-host'
import { systemClock } from '@main/kernel/clock'
import type { Rig } from '../drivers/conformance'

/** The real QEMU on a fresh folder, as the application opens it. */
export interface QemuRig extends Rig {
  /** Of all guests. */
  readonly folder: string
  /** What the driver has logged. */
  readonly logged: readonly string[]
}

const MiB = 1 << 20

/** A log that a test can read. */
export function memoryLog() {
  const lines: string[] = []
  const write = (message: string): void => void lines.push(message)
  return { lines, log: { info: write, warn: write, error: write } }
}

export async function createRig(more: Partial<QemuHostOptions> = {}): Promise<QemuRig> {
  const root = await mkdtemp(join(tmpdir(), 'qemu-'))
  const folder = more.folder ?? join(root, 'guests')
  const image = { path: join(root, 'disk.raw'), format: 'raw', virtual_size: MiB } as const
  const iso = join(root, 'installer.iso')
  await writeFile(image.path, Buffer.alloc(image.virtual_size))
  await writeFile(iso, Buffer.alloc(MiB))
  const { lines, log } = memoryLog()
  const open = (): Promise<Driver> => openQemuDriver({ clock: systemClock, log, ...more, folder })
  let driver = await open()
  return {
    driver,
    folder,
    image,
    iso,
    logged: lines,
    reopen: async () => {
      await driver.close()
      return (driver = await open())
    },
    cleanup: async () => {
      const found = await driver.guests.list()
      await Promise.all(found.map(({ spec }) => driver.power.forceOff(spec)))
      await driver.close()
      await rm(root, { recursive: true })
    }
  }
}
