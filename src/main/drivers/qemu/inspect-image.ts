import { open, type FileHandle } from 'node:fs/promises'
import { resolve } from 'node:path'
import { formatBytes } from '@shared/text/bytes'
import { DriverError, type CloneSource, type ImageFacts } from '../driver'
import { findPrograms } from './find-programs'
import { nameOfOther } from './image-kinds'
import { HEADER_BYTES, QCOW2_MAGIC, readQcow2Header } from './qcow2-header'
import { doing } from './qemu-errors'
import { QemuImg } from './qemu-img'

const SECTOR = 512
/** ECMA-119 (ISO 9660): descriptors begin with sector 16 of 2048 bytes; from byte 1 on is `CD001`. */
const ISO_SECTOR = 2048
const ISO_DESCRIPTOR = 16 * ISO_SECTOR
const ISO_NAMES = ['CD001', 'BEA01']

/** Reads what an image file is from its own bytes; rejects with why it is refused, as in `it is empty`. */
export async function inspectImage(path: string): Promise<ImageFacts> {
  const facts = await readFacts(path)
  if (facts.format === 'qcow2') await checkInside(resolve(path))
  return facts
}

/** The virtual size in bytes of an image of a known format; rejects when it is not one, or leads to other files. */
export function virtualSizeOf({ path, format }: CloneSource): Promise<number> {
  return withImage(path, async (file) => {
    if (format === 'raw') return (await file.stat()).size
    const head = await readAt(file, 0, HEADER_BYTES)
    if (!isQcow2(head)) throw new DriverError(`The image ${path} is not a qcow2 file`)
    return readQcow2Header(head, `The image ${path} is refused: `)
  })
}

/** As `inspectImage`, without a look at what is behind the header. */
export const readFacts = (path: string): Promise<ImageFacts> => withImage(path, factsOf)

async function factsOf(file: FileHandle): Promise<ImageFacts> {
  const refuse = (why: string): never => {
    throw new DriverError(`it is ${why}`)
  }
  const stats = await file.stat()
  if (!stats.isFile()) refuse('no regular file')
  if (stats.size === 0) refuse('empty')
  const head = await readAt(file, 0, HEADER_BYTES)
  if (isQcow2(head)) return { format: 'qcow2', virtual_size: readQcow2Header(head) }
  const descriptor = await readAt(file, ISO_DESCRIPTOR, ISO_SECTOR)
  if (ISO_NAMES.includes(descriptor.toString('latin1', 1, 6))) {
    const whole = isoSize(descriptor)
    if (stats.size < whole) refuse(`cut off, ${formatBytes(stats.size)} of the ${formatBytes(whole)} of an ISO image`)
    return { format: 'iso', virtual_size: stats.size }
  }
  const other = nameOfOther(head, await readAt(file, Math.max(0, stats.size - SECTOR), SECTOR))
  if (other !== undefined) refuse(other)
  if (stats.size % SECTOR !== 0)
    refuse(`no qcow2 file, no ISO image, and no raw disk, which is a whole number of ${SECTOR}-byte sectors long`)
  return { format: 'raw', virtual_size: stats.size }
}

/** The primary descriptor (type 1) has the volume's size in sectors at byte 80. */
const isoSize = (descriptor: Buffer): number =>
  descriptor[0] === 1 && descriptor.length === ISO_SECTOR ? descriptor.readUInt32LE(80) * ISO_SECTOR : 0

/** Where QEMU is not installed yet, an image is taken as its header says. */
async function checkInside(path: string): Promise<void> {
  const { img } = await findPrograms()
  if (img === undefined) return
  await doing('it is damaged inside', () => new QemuImg(img).check(path))
}

const isQcow2 = (head: Buffer): boolean => head.toString('latin1', 0, 4) === QCOW2_MAGIC

async function withImage<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await doing(`The file ${path} cannot be read`, () => open(path))
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position })
  return buffer.subarray(0, bytesRead)
}
