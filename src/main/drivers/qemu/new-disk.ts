import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { formatBytes } from '@shared/text/bytes'
import { DriverError, type CloneSource, type DriverOptions } from '../driver'
import { virtualSizeOf } from './inspect-image'
import { driverErrorOf } from './qemu-errors'
import type { ImgWork, QemuImg } from './qemu-img'

/** What a disk is made of. */
export interface NewDisk {
  readonly index: number
  readonly size: number
  readonly source?: CloneSource
}

/** Whether a disk takes long to make. */
export const isCopy = ({ source }: NewDisk): boolean => source !== undefined && !source.linked

/** Makes the file of a disk, empty or from an image, which is only read. A failure leaves nothing. */
export async function makeDisk(
  path: string,
  { size, source }: NewDisk,
  { img, signal, progress }: DriverOptions & { readonly img: QemuImg }
): Promise<void> {
  try {
    signal.throwIfAborted()
    const image = source && (await readImage(source))
    if (image && size < image.virtual_size)
      throw new DriverError(
        `The image ${image.path} is larger (${formatBytes(image.virtual_size)}) than the disk (${formatBytes(size)})`
      )
    if (image && !image.linked) {
      await rm(path, { force: true })
      await img.copy(image, path, imgWork({ signal, progress }, image.virtual_size))
      if (size > image.virtual_size) await img.grow(path, size)
    } else await img.create(path, size, image)
    signal.throwIfAborted()
    progress.report(1, 'made')
  } catch (cause) {
    await rm(path, { force: true })
    throw endOf(signal, cause, `The disk ${path} could not be made`)
  }
}

/** Long work of the disk tool, on so many bytes, as a caller wants to hear of it. */
export const imgWork = ({ signal, progress }: DriverOptions, bytes: number): Required<ImgWork> => ({
  signal,
  onFraction: (fraction) => progress.report(fraction, `${formatBytes(fraction * bytes)} of ${formatBytes(bytes)}`)
})

/** Why work has ended before it was done: somebody wanted it, or something went wrong. */
export const endOf = (signal: AbortSignal, cause: unknown, what: string): unknown =>
  signal.aborted ? new DriverError(`${what}: cancelled`, 'cancelled', { cause }) : driverErrorOf(cause, what)

/** An absolute path, which a disk can refer to from wherever it is. */
async function readImage(source: CloneSource): Promise<CloneSource & { readonly virtual_size: number }> {
  return { ...source, path: resolve(source.path), virtual_size: await virtualSizeOf(source) }
}
