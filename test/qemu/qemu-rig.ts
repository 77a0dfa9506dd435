import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Driver, GuestChange, GuestSpec } from '@main/drivers/driver'
import { isAlive } from '@main/drivers/qemu/process-usage'
import { openQemuDriver } from '@main/drivers/qemu/qemu-driver'
import type { QemuHostOptions } from '@main/drivers/qemu/qemu-host'
import { systemClock } from '@main/kernel/clock'
import type { Rig } from '../drivers/conformance'
import { specOf, task } from '../drivers/conformance-parts'

const MiB = 1 << 20
/** It greets with this, and follows the power button. */
export const GREETING = 'The sample guest is running.'
export const sampleImage = { path: resolve('resources/guests/sample.img'), format: 'qcow2', virtual_size: MiB } as const

const silence = { info: () => {}, warn: () => {}, error: () => {} }

export const openOn = (folder: string, more: Partial<QemuHostOptions> = {}): Promise<Driver> =>
  openQemuDriver({ folder, clock: systemClock, log: silence, ...more })

export type QemuRig = Rig

/** The real QEMU on a fresh folder, for tests that clear up after themselves. */
export async function createRig(): Promise<QemuRig> {
  const root = await mkdtemp(join(tmpdir(), 'qemu-'))
  const folder = join(root, 'guests')
  const image = { path: join(root, 'disk.raw'), format: 'raw', virtual_size: MiB } as const
  const iso = join(root, 'installer.iso')
  await writeFile(image.path, Buffer.alloc(image.virtual_size))
  await writeFile(iso, Buffer.alloc(MiB))
  let driver = await openOn(folder)
  return {
    driver,
    image,
    iso,
    reopen: async () => {
      await driver.close()
      return (driver = await openOn(folder))
    },
    cleanup: async () => {
      await clear(driver, folder)
      await rm(root, { recursive: true })
    }
  }
}

/** Switches every guest off; by its process where a broken driver does not. */
async function clear(driver: Driver, folder: string): Promise<void> {
  const found = await driver.guests.list()
  await Promise.allSettled(found.map(({ spec }) => driver.power.forceOff(spec)))
  await driver.close()
  for (const { spec } of found) {
    const pid = await pidIn(folder, spec.id).catch(() => 0)
    if (pid > 0 && (await isAlive(pid))) process.kill(pid, 'SIGKILL')
  }
}

const pidIn = async (folder: string, id: string): Promise<number> =>
  Number(await readFile(join(folder, id, 'qemu.pid'), 'utf8'))

/** A place for one test; it and the guests in it are gone when the test has ended. */
export class Bench {
  readonly root: string
  readonly folder: string
  private constructor(root: string, folder: string) {
    this.root = root
    this.folder = folder
  }

  /** `folder` is where the guests are, below the bench's own if left out. */
  static async create({ folder }: { folder?: string } = {}): Promise<Bench> {
    const root = await mkdtemp(join(tmpdir(), 'qemu-bench-'))
    const bench = new Bench(root, folder ?? join(root, 'guests'))
    onTestFinished(async () => {
      await clear(await openOn(bench.folder), bench.folder)
      await rm(root, { recursive: true })
    })
    return bench
  }

  /** A driver on this place, closed before the place is gone. */
  async open(more: Partial<QemuHostOptions> = {}): Promise<{ driver: Driver; told: GuestChange[] }> {
    const driver = await openOn(this.folder, more)
    const told: GuestChange[] = []
    driver.onChange((change) => told.push(change))
    onTestFinished(() => driver.close())
    return { driver, told }
  }

  /** A file with these bytes. */
  async file(name: string, bytes: Buffer): Promise<string> {
    const path = join(this.root, name)
    await writeFile(path, bytes)
    return path
  }

  pidOf({ id }: Pick<GuestSpec, 'id'>): Promise<number> {
    return pidIn(this.folder, id)
  }
}

/** A stopped guest whose system disk is linked to an image. */
export async function guestOn(
  driver: Driver,
  image: { path: string; format: 'qcow2' | 'raw'; virtual_size?: number } = sampleImage,
  more: Partial<GuestSpec> = {}
): Promise<GuestSpec> {
  const spec = specOf({ id: randomUUID(), ...more })
  await driver.guests.define(spec)
  const { path, format, virtual_size: size = MiB } = image
  await driver.disks.create(spec, { index: 0, size, source: { path, format, linked: true } }, task())
  return spec
}
