import { access, open, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { formatBytes } from '@shared/text/bytes'
import { DriverError, type CloneSource, type DisksFacet, type DriverOptions } from '../driver'
import { buses } from './disk-devices'
import { findDisks, names, syncFile } from './guest-files'
import { virtualSizeOf } from './inspect-image'
import { doing, driverErrorOf } from './qemu-errors'
import { refuse } from './qemu-guest'
import type { QemuHost } from './qemu-host'
import { QemuImg } from './qemu-img'
import { missing } from './qemu-probe'

interface NewDisk {
  readonly index: number
  readonly size: number
  readonly source?: CloneSource
}

/** Disks are qcow2 files beside their guest; an image is only read. */
export function qemuDisks(host: QemuHost): DisksFacet {
  const making = new Set<string>()

  return {
    async create(handle, disk, options) {
      const guest = host.get(handle)
      const room = buses[guest.spec.devices.disk_bus].disks
      if (disk.index >= room) refuse(guest, `has room for ${room} disks`)
      const path = join(guest.folder, names.disk(guest.spec.id, disk.index))
      if (making.has(path)) refuse(guest, `has a disk ${disk.index}`)
      making.add(path)
      try {
        if (await exists(path)) refuse(guest, `has a disk ${disk.index}`)
        await make(path, disk, { ...options, img: await imgOf(host) })
      } finally {
        making.delete(path)
      }
    },

    replace: async () => {
      throw new DriverError('Not yet')
    },
    grow: async () => {
      throw new DriverError('Not yet')
    },
    shrink: async () => {
      throw new DriverError('Not yet')
    },
    export: async () => {
      throw new DriverError('Not yet')
    },

    async remove(handle, index) {
      const guest = host.stopped(handle)
      const path = join(guest.folder, names.disk(guest.spec.id, index))
      await doing(`The disk ${path} could not be removed`, () => rm(path, { force: true }))
    },

    async sizes(handle) {
      const { spec, folder } = host.get(handle)
      return doing(`The disks in ${folder} cannot be read`, async () => {
        const disks = await findDisks(folder, spec.id)
        return Promise.all(disks.map(async (disk) => (disk === undefined ? 0 : sizeOf(join(folder, disk)))))
      })
    }
  }
}

/** Makes a disk where there is none; a copy, which takes long, has another name until it is whole. */
async function make(
  path: string,
  { size, source }: NewDisk,
  { signal, progress, img }: DriverOptions & { readonly img: QemuImg }
): Promise<void> {
  const unfinished = `${path}.part`
  try {
    signal.throwIfAborted()
    const image = source && (await readImage(source))
    if (image && size < image.virtual_size)
      throw new DriverError(
        `The image ${image.path} is larger (${formatBytes(image.virtual_size)}) than the disk (${formatBytes(size)})`
      )
    if (image && !image.linked) {
      await rm(unfinished, { force: true })
      await img.copy(image, unfinished, {
        signal,
        onFraction: (fraction) =>
          progress.report(
            fraction,
            `${formatBytes(fraction * image.virtual_size)} of ${formatBytes(image.virtual_size)}`
          )
      })
      if (size > image.virtual_size) await img.grow(unfinished, size)
      await rename(unfinished, path)
      await syncFile(path)
    } else await img.create(path, size, image)
    signal.throwIfAborted()
    progress.report(1, 'made')
  } catch (cause) {
    await Promise.all([unfinished, path].map((file) => rm(file, { force: true })))
    if (signal.aborted) throw new DriverError('The disk was not made: cancelled', 'cancelled', { cause })
    throw driverErrorOf(cause, `The disk ${path} could not be made`)
  }
}

/** An absolute path, which a disk can refer to from wherever it is. */
async function readImage(source: CloneSource): Promise<CloneSource & { readonly virtual_size: number }> {
  return { ...source, path: resolve(source.path), virtual_size: await virtualSizeOf(source) }
}

/** The size in the header of one of our own disks (QEMU docs/interop/qcow2.txt), which may be in use. */
async function sizeOf(path: string): Promise<number> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 24)
    return Number(buffer.readBigUInt64BE())
  } finally {
    await file.close()
  }
}

async function imgOf({ qemu }: QemuHost): Promise<QemuImg> {
  if (qemu.img === undefined) throw new DriverError(await missing('qemu-img'), 'unavailable')
  return new QemuImg(qemu.img)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false
  )
